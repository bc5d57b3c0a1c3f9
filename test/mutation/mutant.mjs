/** Which mutant is switched on, and which ones are found to matter to what runs. */
export const mutant = { active: globalThis.activeMutant ?? -1, hits: 0, reached: undefined, atLoad: undefined };

// What runs a mutant this often has no end.
const most = 2_000_000;

export function hit() {
  if (++mutant.hits > most) throw new Error('no end');
  return true;
}

const isWatched = (id) => (((modules > 0 ? mutant.atLoad : mutant.reached)[id >> 3] >> (id & 7)) & 1) === 0;

let modules = 0;

/** How many modules of ours begin or are done running their own code, the one within the other. */
export function loading(more) {
  modules += more;
}

export function cover(...ids) {
  if (!mutant.reached || mutant.active !== -1) return;
  const reached = modules > 0 ? mutant.atLoad : mutant.reached;
  for (const id of ids) reached[id >> 3] |= 1 << (id & 7);
}

/** Notes the mutants that make an expression come out as something else. */
export function watch(truth, ids, expression) {
  if (!mutant.reached || mutant.active !== -1) return expression();
  let value;
  try {
    value = expression();
  } catch (error) {
    cover(...ids);
    throw error;
  }
  for (const id of ids) {
    if (!isWatched(id)) continue;
    let differs = true;
    mutant.active = id;
    try {
      const other = expression();
      differs = truth ? !value !== !other : !isSame(value, other, 4);
    } catch {}
    mutant.active = -1;
    if (differs) cover(id);
  }
  return value;
}

/** Notes the mutants that stand for a truth value which is not that of an expression. */
export function fixed(values, expression) {
  try {
    const value = expression();
    for (const [id, to] of values) if (value !== to) cover(id);
    return value;
  } catch (error) {
    for (const [id] of values) cover(id);
    throw error;
  }
}

/** Whether two values are made of the same; what is not plain data is the same only if it is one thing. */
function isSame(a, b, depth) {
  if (Object.is(a, b)) return true;
  if (depth === 0 || typeof a !== 'object' || typeof b !== 'object' || !a || !b) return false;
  const prototype = Object.getPrototypeOf(a);
  if (prototype !== Object.getPrototypeOf(b) || (prototype !== Object.prototype && prototype !== Array.prototype))
    return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && isSame(a[key], b[key], depth - 1));
}
