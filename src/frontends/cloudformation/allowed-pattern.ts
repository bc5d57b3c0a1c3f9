/** How many steps a match may take at worst before it is not tried. */
const mostSteps = 1_000_000;

/**
 * Whether a text matches an `AllowedPattern` from end to end; nothing where JavaScript cannot read the pattern, or might
 * read for ever.
 */
export function matches(pattern: string, text: string): boolean | undefined {
  if (pattern.length > 1000 || stepsOf(pattern, text.length) > mostSteps) return undefined;
  try {
    return new RegExp(`^(?:${pattern})$`, 'u').test(text);
  } catch {
    return undefined;
  }
}

/** In how many ways a pattern can be tried on a text of this length: a bound from above, at times a very high one. */
function stepsOf(pattern: string, length: number): number {
  const tokens = pattern.match(/\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{\d+(?:,\d*)?\}|[\s\S]/gu) ?? [];
  let at = 0;
  const alternatives = (): number => {
    let total = 0;
    let ways = 1;
    for (; at < tokens.length && tokens[at] !== ')'; at++) {
      const token = tokens[at];
      if (token === '|') {
        total += ways;
        ways = 1;
        continue;
      }
      let inner = 1;
      if (token === '(') {
        at++;
        inner = alternatives();
      }
      ways *= repeated(inner, tokens[at + 1], length);
    }
    return total + ways;
  };
  let ways = alternatives();
  // A bracket too many is an error that the engine itself reports.
  while (at++ < tokens.length) ways *= alternatives();
  return ways;
}

function repeated(ways: number, quantifier: string | undefined, length: number): number {
  const most = timesOf(quantifier, length);
  if (most === undefined) return ways;
  // What can be read in one way only, such as a character, merely ends in different places.
  return ways === 1 ? most + 1 : (ways + 1) ** most;
}

/** How often something is repeated at most; nothing where it is not repeated, or always as often. */
function timesOf(quantifier: string | undefined, length: number): number | undefined {
  const longest = length + 1;
  if (quantifier === '*' || quantifier === '+') return longest;
  if (quantifier === '?') return 1;
  const [, least, comma, most] = /^\{(\d+)(,?)(\d*)\}$/.exec(quantifier ?? '') ?? [];
  if (least === undefined) return undefined;
  return comma && !most ? longest : Math.min(longest, Number(most || least));
}
