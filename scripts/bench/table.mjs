import { perNode, perOurs } from './targets.mjs';

/** The results as a table in Markdown. */
export function table(all) {
  const seen = new Set();
  return markdown(
    ['', '', 'ms', 'quartiles', '× Node', '× alb-lint', 'peak MiB', 'target'],
    all.map((result) => {
      const title = seen.has(result.work) ? '' : result.work;
      seen.add(result.work);
      return [
        title,
        result.program,
        `${rounded(result.ms)}${result.once ? ' (one run)' : ''}`,
        `${rounded(result.low)}–${rounded(result.high)}`,
        number(perNode(result, all)),
        result.peer ? number(perOurs(result, all)) : '',
        number(result.mib, 0),
        result.targets.map((target) => `${target.says}: ${verdict(target.met(result, all))}`).join('; '),
      ];
    }),
  );
}

/** Where the time goes, in ms: a line for each work, a column for each lap. */
export function laps(profiles) {
  const names = [...new Set(profiles.flatMap(({ laps }) => [...laps.keys()]))];
  return markdown(
    ['', ...names],
    profiles.map(({ work, laps }) => [work, ...names.map((name) => number(laps.get(name) ?? Number.NaN))]),
  );
}

/** The targets that are missed, in words. */
export const missed = (all) =>
  all.flatMap((result) =>
    result.targets
      .filter((target) => target.met(result, all) === false)
      .map(({ says }) => `missed: ${result.work}, ${result.program}: ${says}`),
  );

const verdict = (met) => (met === undefined ? 'not measured' : met ? 'met' : '**missed**');
const rounded = (ms) => (ms < 100 ? ms.toFixed(1) : ms.toFixed(0));
const number = (value, digits = value < 10 ? 1 : 0) => (Number.isNaN(value) ? '–' : value.toFixed(digits));

function markdown(head, lines) {
  const row = (cells) => `| ${cells.join(' | ')} |`;
  return [
    row(head),
    row(head.map((name) => (name === '' || name === 'target' ? '---' : '--:'))),
    ...lines.map(row),
  ].join('\n');
}
