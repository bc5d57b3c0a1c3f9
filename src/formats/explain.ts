import type { Rule, Severity } from '../rule.ts';
import { width as cells } from './cells.ts';
import { outcome, phases } from './notes.ts';
import { compare, counted } from './order.ts';
import { safe } from './safe.ts';
import { blocks, wrap } from './wrap.ts';

/** What `alb-lint explain` knows: every rule id, and every status code that a rule can explain. */
export const topics = (rules: readonly Rule[]): readonly string[] => [
  ...new Set([...rules.flatMap(({ status }) => status), ...rules.map(({ id }) => id)]),
];

/**
 * The page of a rule, or the rules that can give a status code; nothing where the topic is neither.
 * `width` is in terminal cells.
 */
export function explain(topic: string, rules: readonly Rule[], width = 100): string | undefined {
  const rule = rules.find(({ id }) => id === topic);
  if (rule) return `${page(rule, width).join('\n')}\n`;
  const code = topic.toLowerCase();
  const causes = rules.filter(({ status }) => status.some((s) => s === code)).sort(gravest);
  return causes.length > 0 ? `${overview(code, causes, width).join('\n')}\n` : undefined;
}

function page(rule: Rule, width: number): readonly string[] {
  return [
    safe(rule.id),
    ...indented(rule.title, width),
    '',
    `  severity: ${rule.severity}${rule.profile === 'strict' ? ', with --strict only' : ''}`,
    ...outcome(rule.status, rule.during).map((line) => `  ${line}`),
    ...section('why', rule.why, width),
    ...section('instead', rule.remedy, width),
    ...listing('the facts', rule.references),
    ...listing('other tools that find part of it', rule.also ?? []),
  ];
}

const section = (head: string, text: string, width: number): readonly string[] => [
  '',
  head,
  ...blocks(text).flatMap((block, i) => [...(i > 0 && !item.test(block) ? [''] : []), ...indented(block, width)]),
];

const listing = (head: string, items: readonly string[]): readonly string[] =>
  items.length === 0 ? [] : ['', head, ...items.map((text) => `  ${safe(text)}`)];

const item = /^(?:[-*]|\d+\.) /;

/** A paragraph two cells in; the lines of a list item hang below its text. */
function indented(text: string, width: number): readonly string[] {
  const hang = ' '.repeat(item.exec(text)?.[0].length ?? 0);
  return wrap(safe(text), width - 2 - hang.length).map((line, i) => `  ${i === 0 ? '' : hang}${line}`);
}

function overview(code: string, causes: readonly Rule[], width: number): readonly string[] {
  const says = causes.length === 1 ? 'rule finds' : 'rules find';
  const what =
    code === 'deploy' ? 'deployments that fail' : code === 'no answer' ? 'requests without an answer' : `a ${code}`;
  return [
    `${causes.length} ${says} a cause of ${what}`,
    ...causes.flatMap((rule) => [
      '',
      `${safe(rule.id)} (${rule.severity}, ${phases[rule.during]}${rule.profile === 'strict' ? ', with --strict only' : ''})`,
      ...indented(rule.title, width),
    ]),
    '',
    'alb-lint explain <rule-id> tells the sequence of events and what to do instead',
  ];
}

const rank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

const gravest = (a: Rule, b: Rule): number => rank[a.severity] - rank[b.severity] || compare(a.id, b.id);

/** Every rule on a line, for `alb-lint rules`. */
export function rulesTable(rules: readonly Rule[]): string {
  const rows = [...rules]
    .sort((a, b) => compare(a.id, b.id))
    .map(({ id, severity, status, title, profile }) => [
      safe(id),
      severity,
      status.join(' '),
      `${safe(title)}${profile === 'strict' ? ' (--strict)' : ''}`,
    ]);
  const table = [['rule', 'severity', 'clients see', 'finds that'], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => cells(row[column] ?? ''))));
  const lines = table.map((row) =>
    row
      .map((text, column) => text + ' '.repeat(Math.max(0, (widths[column] ?? 0) - cells(text))))
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n\n${counted(rules.length, 'rule')}; alb-lint explain <rule-id> tells more\n`;
}
