import type { Cause } from '../cause.ts';
import type { Rule } from '../rule.ts';
import { counted } from './order.ts';
import { safe } from './safe.ts';
import { wrap } from './wrap.ts';

/** The causes of something that is seen. */
export interface Explanation {
  readonly direct: readonly Cause[];
  /** Those that show as failing health checks first. */
  readonly through: readonly Cause[];
  /** Rules that find a cause of it which no table names. */
  readonly others: readonly Rule[];
}

/** What clients, or a deployment, see of targets that fail their health checks. */
const afterHealthChecks: readonly string[] = ['502', '503', '504', 'deploy'];

/** What is known of a status code, or of another word for what is seen. */
export function explanationOf(seen: string, causes: readonly Cause[], rules: readonly Rule[]): Explanation {
  const able = new Set(rules.filter(({ status }) => status.some((code) => code === seen)).map(({ id }) => id));
  const direct = causes.filter((cause) => cause.seen.includes(seen));
  const named = new Set(direct.flatMap((cause) => cause.rules));
  const through = causes
    .filter((cause) => afterHealthChecks.includes(seen) && cause.seen.includes('unhealthy') && !direct.includes(cause))
    .map((cause) => ({ ...cause, rules: cause.rules.filter((id) => able.has(id)) }))
    .filter((cause) => cause.rules.some((id) => !named.has(id)));
  for (const { rules: more } of through) for (const id of more) named.add(id);
  return { direct, through, others: rules.filter(({ id }) => able.has(id) && !named.has(id)) };
}

const words: ReadonlyMap<string, string> = new Map([
  ['deploy', 'deployments that fail'],
  ['no answer', 'requests without an answer'],
  ['unhealthy', 'targets that fail their health checks'],
  ['certificate', 'certificates that browsers refuse'],
  ['slow', 'slow answers'],
  ['passed through', 'errors that the target itself gives'],
]);

/** What is seen, in words that follow `causes of`: `a 504`, `deployments that fail`. */
export const seenAs = (seen: string): string => words.get(seen) ?? `a ${seen}`;

/** Every cause, first those that rules find, with the rules that find it and how to confirm it by hand. */
export function causesPage(seen: string, { direct, through }: Explanation, width: number): readonly string[] {
  const told = direct.filter(({ rules }) => rules.length > 0);
  const hidden = direct.filter(({ rules }) => rules.length === 0);
  const count = direct.length + through.length;
  return [
    `${counted(count, 'cause')} of ${seenAs(seen)}; ${hidden.length === 0 ? 'rules find every one' : `rules find ${count - hidden.length} of them`}`,
    ...told.flatMap((cause) => ['', ...entry(cause, width)]),
    ...group('through targets that fail their health checks', through, width),
    ...group('what no rule finds', hidden, width),
  ];
}

const group = (head: string, causes: readonly Cause[], width: number): readonly string[] =>
  causes.length === 0
    ? []
    : [
        '',
        head,
        ...causes.flatMap((cause, i) => [
          ...(i === 0 ? [] : ['']),
          ...entry(cause, width - 2).map((line) => `  ${line}`),
        ]),
      ];

function entry({ cause, decidable, rules, confirm, declined }: Cause, width: number): readonly string[] {
  return [
    ...wrap(safe(cause), width),
    ...(rules.length > 0
      ? field(decidable === 'yes' ? 'rules' : 'rules, for some forms', rules.join(', '), width)
      : []),
    ...(declined === undefined ? [] : field('no rule', declined, width)),
    ...(confirm === undefined ? [] : field('to confirm', confirm, width)),
  ];
}

/** A named text two cells in, whose further lines hang four cells in. */
const field = (name: string, text: string, width: number): readonly string[] =>
  wrap(safe(`${name}: ${text}`), width - 4).map((line, i) => `${i === 0 ? '  ' : '    '}${line}`);
