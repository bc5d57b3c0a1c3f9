import { closest, distance } from 'fastest-levenshtein';

/** The choice somebody most likely meant by a word that is none of them; nothing when none is near. */
export function meant(word: string, choices: Iterable<string>): string | undefined {
  const candidates = [...choices];
  if (candidates.length === 0) return undefined;
  const lower = word.toLowerCase();
  const exceptCase = candidates.find((choice) => choice.toLowerCase() === lower);
  if (exceptCase !== undefined) return exceptCase;
  const begun = candidates.filter((choice) => lower.length > 2 && choice.toLowerCase().startsWith(lower));
  if (begun.length === 1) return begun[0];
  const nearest = closest(word, candidates);
  return distance(word, nearest) <= Math.ceil(Math.max(word.length, nearest.length) / 3) ? nearest : undefined;
}

/** The tail of a sentence about a word nobody knows: `; did you mean …?`, or nothing. */
export function didYouMean(word: string, choices: Iterable<string>, prefix = ''): string {
  const choice = meant(word, choices);
  return choice === undefined ? '' : `; did you mean \`${prefix}${choice}\`?`;
}
