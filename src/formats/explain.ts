import type { Cause } from '../cause.ts';
import type { Rule, Severity } from '../rule.ts';
import { causesPage, type Explanation, explanationOf, seenAs } from './causes.ts';
import { width as cells } from './cells.ts';
import { outcome, phases } from './notes.ts';
import { compare, counted } from './order.ts';
import { safe } from './safe.ts';
import { blocks, wrap } from './wrap.ts';

/** What `alb-lint explain` knows: every status code that has a cause or a rule, and every rule id. */
export const topics = (rules: readonly Rule[], causes: readonly Cause[] = []): readonly string[] => [
  ...new Set([
    ...rules.flatMap(({ status }) => status),
    ...causes.flatMap(({ seen }) => seen),
    ...rules.map(({ id }) => id),
  ]),
];

/**
 * The page of a rule, or every cause of a status code with the rules that find it; nothing where the topic is neither.
 * `width` is in terminal cells.
 */
export function explain(
  topic: string,
  rules: readonly Rule[],
  causes: readonly Cause[] = [],
  width = 100,
): string | undefined {
  const rule = rules.find(({ id }) => id === topic);
  if (rule) return `${page(rule, width).join('\n')}\n`;
  const seen = topic.toLowerCase();
  const explanation = explanationOf(seen, causes, rules);
  const { direct, through, others } = explanation;
  if (direct.length + through.length + others.length === 0) return undefined;
  return `${overview(seen, explanation, width).join('\n')}\n`;
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

function overview(seen: string, explanation: Explanation, width: number): readonly string[] {
  const others = [...explanation.others].sort(gravest);
  const says = others.length === 1 ? 'rule finds' : 'rules find';
  const caused = explanation.direct.length + explanation.through.length > 0;
  return [
    ...(caused ? causesPage(seen, explanation, width) : []),
    ...(caused && others.length > 0 ? [''] : []),
    ...(others.length > 0 ? [`${others.length} ${says} a cause of ${seenAs(seen)}`] : []),
    ...others.flatMap((rule) => [
      '',
      `${safe(rule.id)} (${rule.severity}, ${phases[rule.during]}${rule.profile === 'strict' ? ', with --strict only' : ''})`,
      ...indented(rule.title, width),
    ]),
    '',
    ...wrap('alb-lint explain <rule-id> tells the sequence of events and what to do instead', width),
  ];
}

const rank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

const gravest = (a: Rule, b: Rule): number => rank[a.severity] - rank[b.severity] || compare(a.id, b.id);

/** Cells that a title needs beside the other columns to be read at a glance. */
const readable = 40;

/**
 * Every rule, for `alb-lint rules`: on a line each, where `width` cells are not too few for that; unlimited where nothing
 * is said.
 */
export function rulesTable(rules: readonly Rule[], width = Number.POSITIVE_INFINITY): string {
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
  const before = widths.reduce((sum, column) => sum + column + 2, 0);
  const lines = width - before < readable ? rows.flatMap((row) => stacked(row, width)) : beside(table, widths, width);
  return `${lines.join('\n')}\n\n${wrap(`${counted(rules.length, 'rule')}; alb-lint explain <rule-id> tells more`, width).join('\n')}\n`;
}

/** Rows as lines of columns, of which the last is wrapped. */
function beside(table: readonly (readonly string[])[], widths: readonly number[], width: number): readonly string[] {
  const before = widths.reduce((sum, column) => sum + column + 2, 0);
  return table.flatMap((row) => {
    const lead = widths.map((size, i) => `${row[i] ?? ''}${' '.repeat(Math.max(0, size - cells(row[i] ?? '')))}  `);
    return wrap(row.at(-1) ?? '', width - before).map((line, i) =>
      `${i === 0 ? lead.join('') : ' '.repeat(before)}${line}`.trimEnd(),
    );
  });
}

/** A row as a paragraph, for narrow terminals. */
const stacked = ([id = '', severity = '', status = '', title = '']: readonly string[], width: number) => [
  id,
  ...wrap(`${severity}, ${status}: ${title}`, width - 2).map((line) => `  ${line}`),
];
