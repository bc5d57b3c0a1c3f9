import { type Crash, type Finding, type Report, standing } from '../report.ts';
import type { Rule, Severity } from '../rule.ts';
import { type InputError, position } from '../source/file.ts';
import { coverageLine, summaryLine } from './coverage.ts';
import { diff } from './diff.ts';
import { docsOf } from './docs.ts';
import { fold } from './fold.ts';
import { type Canvas, frame, gutterOf, type Mark, margin } from './frame.ts';
import { notes } from './notes.ts';
import { compare, few, grouped } from './order.ts';
import { type Link, linker, painter } from './paint.ts';
import { safe } from './safe.ts';
import { wrap } from './wrap.ts';

export interface PrettyOptions {
  readonly color: boolean;
  /** Whether the ids of rules lead to their pages. */
  readonly links?: boolean;
  /** Cells of a line; 120 where nothing is said. */
  readonly width?: number;
  /** Whether longer lines are broken at spaces, as people read them; else only frames and notes keep to the width. */
  readonly folded?: boolean;
  /** How many files were examined, unreadable ones not counted; left out of the summary where nothing is said. */
  readonly files?: number;
  /** False leaves out the counts and the coverage line. */
  readonly summary?: boolean;
}

/** The report as a person reads it, with a line feed at its end; of control characters it holds line feeds and its own colours and links only. */
export function pretty(report: Report, options: PrettyOptions): string {
  const { color, links = false, width = 120, folded = false, files, summary = true } = options;
  const sheet = { paint: painter(color), link: linker(links), width, folded };
  const blocks = [
    ...findings(standing(report.findings), sheet),
    ...[...report.errors].sort(errorOrder).map((error) => unread(error, sheet)),
    ...report.crashes.map((crash) => crashed(crash, sheet)),
    ...(summary
      ? [[summaryLine(report, files, sheet.paint), coverageLine(report)].flatMap((line) => lay(line, sheet))]
      : []),
  ];
  return blocks.length === 0 ? '' : `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** What a report is written on. */
interface Sheet extends Omit<Canvas, 'gutter'> {
  readonly link: Link;
  readonly folded: boolean;
}

const lay = (line: string, { folded, width }: Sheet): readonly string[] => (folded ? fold(line, width) : [line]);

/** What stands over a finding: its kind and rule, which lead to the rule's page, and what was found. */
function headline(kind: Severity | 'crash', rule: Rule, text: string, sheet: Sheet): readonly string[] {
  const { paint, folded, width } = sheet;
  const tag = badge(kind, rule, sheet);
  if (!folded) return [`${tag} ${paint('bold', text)}`];
  return fold(`${tag} ${text}`, width).map((line, i) => {
    const lead = i === 0 ? tag : ' ';
    const rest = line.slice(lead.length + 1);
    return rest === '' ? lead : `${lead} ${paint('bold', rest)}`;
  });
}

const badge = (kind: Severity | 'crash', rule: Rule, { paint, link }: Sheet): string =>
  paint(kind === 'crash' ? 'error' : kind, `${kind}[${link(docsOf(rule), safe(rule.id))}]`);

/** Notes of one line stand together; everything else has a block of its own. */
function findings(all: readonly Finding[], sheet: Sheet): readonly (readonly string[])[] {
  const blocks: string[][] = [];
  const explained = new Set<string>();
  let notesOpen = false;
  for (const group of said(all)) {
    const [finding] = group;
    if (finding.severity === 'info') {
      const lines = note(group, sheet);
      if (notesOpen) blocks.at(-1)?.push(...lines);
      else blocks.push([...lines]);
      notesOpen = true;
      continue;
    }
    blocks.push(problem(finding, !explained.has(finding.rule.id), sheet));
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

function note(group: Group, sheet: Sheet): readonly string[] {
  const [{ rule, statement, message, when }] = group;
  const names = [...new Set(group.map(({ resource }) => safe(resource.id)))];
  const text = statement === undefined ? safe(message) : `${few(names, listed)}: ${safe(statement)}`;
  const { file } = group[0].primary[0].span;
  const lines = new Set(group.map(({ primary: [{ span }] }) => String(position(file, span.start).line)));
  const only = when.length === 0 ? '' : `, only when ${few(when.map(safe), 2)}`;
  const where = `${safe(file.path)}:${few([...lines], listed)}`;
  return lay(`${badge('info', rule, sheet)} ${text}${only} (${where})`, sheet);
}

/** How many related places a frame shows. */
const shownPlaces = 8;

function problem(finding: Finding, explain: boolean, sheet: Sheet): string[] {
  const { rule, severity, message, primary, related, fix } = finding;
  const marks: [Mark, ...Mark[]] = [
    markOf(primary),
    ...related.slice(0, shownPlaces).map(({ label }) => markOf(label)),
  ];
  const edits = fix?.edits ?? [];
  const gutter = gutterOf([...marks.map(({ span }) => span), ...edits.map(({ span }) => span)]);
  const canvas: Canvas = { ...sheet, gutter };
  const more = related.length - shownPlaces;
  return [
    ...headline(severity, rule, safe(message), sheet),
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

function unread({ message, path, span }: InputError, sheet: Sheet): readonly string[] {
  const { paint } = sheet;
  const head = lay(`${paint('error', 'error:')} ${sheet.folded ? safe(message) : paint('bold', safe(message))}`, sheet);
  if (!span) return [...head, ` ${paint('frame', '-->')} ${safe(path)}`];
  return [...head, ...frame([{ span, text: '' }], 'error', { ...sheet, gutter: gutterOf([span]) })];
}

function crashed({ rule, resource, error }: Crash, sheet: Sheet): readonly string[] {
  const canvas: Canvas = { ...sheet, gutter: gutterOf([resource.span]) };
  const { file, start } = resource.span;
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return [
    ...headline('crash', rule, `alb-lint failed while it checked \`${safe(resource.id)}\`: ${safe(what)}`, sheet),
    ...frame([{ span: { file, start, end: start }, text: '' }], 'error', canvas),
    margin(canvas),
    ...say('this is a bug in alb-lint, not in your template; the other checks went on', canvas),
    ...say('please report it: https://github.com/alb-lint/alb-lint/issues', canvas),
  ];
}
