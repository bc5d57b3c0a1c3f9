import { type Crash, type Finding, type Report, standing } from '../report.ts';
import { type InputError, position } from '../source/file.ts';
import { coverageLine, summaryLine } from './coverage.ts';
import { diff } from './diff.ts';
import { type Canvas, frame, gutterOf, type Mark, margin } from './frame.ts';
import { notes } from './notes.ts';
import { compare, few, grouped } from './order.ts';
import { type Paint, painter } from './paint.ts';
import { safe } from './safe.ts';
import { wrap } from './wrap.ts';

export interface PrettyOptions {
  readonly color: boolean;
  /** Cells of a line; 120 where nothing is said. */
  readonly width?: number;
  /** How many files were examined, unreadable ones not counted; left out of the summary where nothing is said. */
  readonly files?: number;
  /** False leaves out the counts and the coverage line. */
  readonly summary?: boolean;
}

/** The report as a person reads it, with a line feed at its end; of control characters it holds line feeds and its own colours only. */
export function pretty(report: Report, { color, width = 120, files, summary = true }: PrettyOptions): string {
  const paint = painter(color);
  const blocks = [
    ...findings(standing(report.findings), paint, width),
    ...[...report.errors].sort(errorOrder).map((error) => unread(error, paint, width)),
    ...report.crashes.map((crash) => crashed(crash, paint, width)),
    ...(summary ? [[summaryLine(report, files, paint), coverageLine(report)]] : []),
  ];
  return blocks.length === 0 ? '' : `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** Notes of one line stand together; everything else has a block of its own. */
function findings(all: readonly Finding[], paint: Paint, width: number): readonly (readonly string[])[] {
  const blocks: string[][] = [];
  const explained = new Set<string>();
  let notesOpen = false;
  for (const group of said(all)) {
    const [finding] = group;
    if (finding.severity === 'info') {
      const line = note(group, paint);
      if (notesOpen) blocks.at(-1)?.push(line);
      else blocks.push([line]);
      notesOpen = true;
      continue;
    }
    blocks.push(problem(finding, !explained.has(finding.rule.id), paint, width));
    explained.add(finding.rule.id);
    notesOpen = false;
  }
  return blocks;
}

type Group = [Finding, ...Finding[]];

/** Findings in their order; infos that say the same of several resources of a file are one. */
function said(all: readonly Finding[]): readonly Group[] {
  const groups: Group[] = [];
  const infos = new Map<string, Group>();
  for (const finding of all) {
    const { severity, rule, statement, primary, when } = finding;
    const key = JSON.stringify([rule.id, primary[0].span.file.path, statement, when]);
    const known = severity === 'info' && statement !== undefined ? infos.get(key) : undefined;
    if (known) {
      known.push(finding);
      continue;
    }
    const group: Group = [finding];
    groups.push(group);
    if (severity === 'info' && statement !== undefined) infos.set(key, group);
  }
  return groups;
}

/** How many names and how many places an info of one line lists. */
const listed = 5;

function note(group: Group, paint: Paint): string {
  const [{ rule, statement, message, when }] = group;
  const names = [...new Set(group.map(({ resource }) => safe(resource.id)))];
  const text = statement === undefined ? safe(message) : `${few(names, listed)}: ${safe(statement)}`;
  const { file } = group[0].primary[0].span;
  const lines = new Set(group.map(({ primary: [{ span }] }) => String(position(file, span.start).line)));
  const only = when.length === 0 ? '' : `, only when ${few(when.map(safe), 2)}`;
  return `${paint('info', `info[${safe(rule.id)}]`)} ${text}${only} (${safe(file.path)}:${few([...lines], listed)})`;
}

/** How many related places a frame shows. */
const shownPlaces = 8;

function problem(finding: Finding, explain: boolean, paint: Paint, width: number): string[] {
  const { rule, severity, message, primary, related, fix } = finding;
  const marks: [Mark, ...Mark[]] = [
    markOf(primary),
    ...related.slice(0, shownPlaces).map(({ label }) => markOf(label)),
  ];
  const edits = fix?.edits ?? [];
  const gutter = gutterOf([...marks.map(({ span }) => span), ...edits.map(({ span }) => span)]);
  const canvas: Canvas = { paint, width, gutter };
  const more = related.length - shownPlaces;
  return [
    `${paint(severity, `${severity}[${safe(rule.id)}]`)} ${paint('bold', safe(message))}`,
    ...frame(marks, severity, canvas),
    margin(canvas),
    ...(more > 0 ? say(`and ${grouped(more)} more places; --format json lists them all`, canvas) : []),
    ...notes(finding).flatMap((text) => say(text, canvas)),
    ...diff(edits, primary[0].span.file, canvas),
    ...(explain
      ? [...(edits.length > 0 ? [margin(canvas)] : []), ...say(`help: alb-lint explain ${safe(rule.id)}`, canvas)]
      : []),
  ];
}

const markOf = ([{ span }, text]: Finding['primary']): Mark => ({ span, text });

/** A note below a frame: `   = clients see: 504`. */
function say(text: string, canvas: Canvas): readonly string[] {
  const label = /^[a-z ]+: /.exec(text)?.[0] ?? '';
  const indent = ' '.repeat(canvas.gutter + 3 + label.length);
  return wrap(text.slice(label.length), Math.max(40, canvas.width - indent.length)).map((line, i) =>
    i === 0 ? `${margin(canvas, '=')} ${label}${line}` : `${indent}${line}`,
  );
}

const errorOrder = (a: InputError, b: InputError): number =>
  compare(a.path, b.path) || (a.span?.start ?? 0) - (b.span?.start ?? 0) || compare(a.message, b.message);

function unread({ message, path, span }: InputError, paint: Paint, width: number): readonly string[] {
  const head = `${paint('error', 'error:')} ${paint('bold', safe(message))}`;
  if (!span) return [head, ` ${paint('frame', '-->')} ${safe(path)}`];
  return [head, ...frame([{ span, text: '' }], 'error', { paint, width, gutter: gutterOf([span]) })];
}

function crashed({ rule, resource, error }: Crash, paint: Paint, width: number): readonly string[] {
  const canvas: Canvas = { paint, width, gutter: gutterOf([resource.span]) };
  const { file, start } = resource.span;
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return [
    `${paint('error', `crash[${safe(rule.id)}]`)} ${paint('bold', `alb-lint failed while it checked \`${safe(resource.id)}\`: ${safe(what)}`)}`,
    ...frame([{ span: { file, start, end: start }, text: '' }], 'error', canvas),
    margin(canvas),
    ...say('this is a bug in alb-lint, not in your template; the other checks went on', canvas),
    ...say('please report it: https://github.com/alb-lint/alb-lint/issues', canvas),
  ];
}
