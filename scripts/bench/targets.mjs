// What is to be reached. Each says itself in words, and whether a result, among all of them, reaches it; `undefined`
// where what it is compared with could not be measured.

const bare = (all) => all.find(({ program }) => program === 'bare Node');
const linted = (result, all) => all.find(({ work, program }) => work === result.work && program === 'alb-lint');

/** How many times as long as bare Node of the same run. */
export const perNode = (result, all) => result.ms / bare(all).ms;
/** How many times as long as alb-lint at the same work. */
export const perOurs = (result, all) => result.ms / linted(result, all)?.ms;

const target = (says, value, limit, atLeast = false) => ({
  says,
  met(result, all) {
    const reached = value(result, all);
    if (Number.isNaN(reached)) return undefined;
    return atLeast ? reached >= limit : reached <= limit;
  },
});

/** At most so many times as long as bare Node. */
export const ofNode = (most) => target(`≤ ${most} × Node`, perNode, most);

/** A peer takes at least so many times as long as alb-lint. */
export const ofOurs = (least) =>
  target(least === 1 ? 'slower than alb-lint' : `≥ ${least} × alb-lint`, perOurs, least, true);

/** alb-lint with all rules takes at most so many times as long as with these. */
export const within = (most) => target(`all rules ≤ ${most} × these`, (result, all) => 1 / perOurs(result, all), most);

/** At most so many MiB. */
export const memory = (most) => target(`≤ ${most} MiB`, ({ mib }) => mib, most);

/** At most so many times the memory of the text that was read. */
export const ofText = (most, size) => target(`peak ≤ ${most} × text`, ({ mib }) => (mib * 2 ** 20) / size, most);

/** Of so many times the size, at most so many times the time and the memory, and a tenth. */
export const growth = (smaller, times) =>
  target(
    `linear from ${smaller.replace(/,.*/, '')}`,
    (result, all) => {
      const base = all.find(({ work }) => work === smaller);
      return Math.max(result.ms / base?.ms, result.mib / base?.mib);
    },
    times * 1.1,
  );

/** At most so many milliseconds more than another program at the same work. */
export const onTop = (most, other) =>
  target(
    `≤ ${most} ms more`,
    (result, all) => result.ms - all.find(({ work, program }) => work === result.work && program === other).ms,
    most,
  );
