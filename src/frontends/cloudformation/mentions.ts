import type { Call, Tree } from '../../source/tree.ts';

/** Calls `visit` for every call at or below a tree, each node once even where YAML aliases share it. */
export function eachCall(tree: Tree, visit: (call: Call) => void): void {
  const seen = new Set<Tree>();
  const waiting: Tree[] = [tree];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (next.kind === 'scalar' || seen.has(next)) continue;
    seen.add(next);
    if (next.kind === 'list') waiting.push(...next.items);
    else if (next.kind === 'map') for (const { value } of next.entries.values()) waiting.push(value);
    else {
      visit(next);
      waiting.push(next.args);
    }
  }
}

/** Every logical id and parameter that is mentioned at or below a tree, whichever branch would be taken. */
export function mentionsIn(tree: Tree): ReadonlySet<string> {
  const names = new Set<string>();
  eachCall(tree, (call) => {
    for (const name of mentionsOf(call)) names.add(name);
  });
  return names;
}

/** What one call names itself, leaving aside the calls among its arguments. */
export function mentionsOf({ fn, args }: Call): readonly string[] {
  switch (fn) {
    case 'Ref':
      return args.kind === 'scalar' ? [args.text] : [];
    case 'GetAtt': {
      const target = args.kind === 'list' ? args.items[0] : args;
      return target?.kind === 'scalar' ? [owner(target.text)] : [];
    }
    case 'Sub': {
      const template = args.kind === 'list' ? args.items[0] : args;
      const locals = args.kind === 'list' ? args.items[1] : undefined;
      if (template?.kind !== 'scalar') return [];
      return holesOf(template.text)
        .filter((name) => !(locals?.kind === 'map' && locals.entries.has(name)))
        .map(owner);
    }
    default:
      return [];
  }
}

/** The names in a text of `Fn::Sub`, without the `${!…}` that stand for themselves. */
export const holesOf = (text: string): readonly string[] =>
  [...text.matchAll(substitution)].map(([, name = '']) => name.trim()).filter((name) => !name.startsWith('!'));

/** One `${…}` in a text of `Fn::Sub`. */
export const substitution = /\$\{([^{}]*)\}/g;

const owner = (name: string): string => name.split('.', 1)[0] ?? name;

/** The nodes that stand in several places at once, through YAML aliases and merge keys. */
export function sharedIn(root: Tree): ReadonlySet<Tree> {
  const shared = new Set<Tree>();
  const seen = new Set<Tree>();
  const waiting: Tree[] = [root];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (seen.has(next)) {
      if (shared.has(next)) continue;
      shared.add(next);
    }
    seen.add(next);
    waiting.push(...childrenOf(next));
  }
  return shared;
}

function childrenOf(tree: Tree): readonly Tree[] {
  if (tree.kind === 'list') return tree.items;
  if (tree.kind === 'map') return [...tree.entries.values()].map(({ value }) => value);
  return tree.kind === 'call' ? [tree.args] : [];
}
