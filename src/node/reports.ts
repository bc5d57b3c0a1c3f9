import { safe, safeLines } from '../formats/safe.ts';
import { type Report, standing } from '../report.ts';
import type { Rule, Severity } from '../rule.ts';
import { InputError } from '../source/file.ts';
import type { Destination, Format, Options } from './args.ts';
import { usesColor } from './color.ts';
import { usesHyperlinks } from './hyperlinks.ts';
import { writeWhole } from './output.ts';
import { addToSummary, forLog, inGitHubActions, pathsFor, summaryRoom } from './surroundings.ts';
import { terminalWidth } from './terminal.ts';
import { version } from './version.ts';

/** Formats in which people read standard output, so that annotations may stand beside them. */
const text: ReadonlySet<Format> = new Set(['pretty', 'compact']);

/** What is left for standard output and standard error. */
export interface Written {
  readonly out: string;
  readonly notes: string;
  /** Whether all were written; the notes say which were not, and why. */
  readonly whole: boolean;
}

/**
 * Writes every report that was asked for to its file, and gives back what goes to standard output; one that fails keeps
 * no other from being written, and none replaces a file that was `read`. In GitHub Actions annotations and the job
 * summary come by themselves, unless standard output carries something a program reads.
 */
export async function writeReports(
  report: Report,
  rules: readonly Rule[],
  options: Options,
  fails: (severity: Severity) => boolean,
  read: readonly string[],
): Promise<Written> {
  const { env } = process;
  const actions = inGitHubActions(env);
  const open = options.reports.filter(({ file }) => file === undefined);
  const asked = options.reports.some(({ format }) => format === 'github');
  const annotates = actions && !asked && open.every(({ format }) => text.has(format));
  const all: readonly Destination[] = annotates
    ? [...options.reports, { format: 'github', file: undefined }]
    : options.reports;
  const missing: string[] = [];
  const attempt = async (what: string, write: () => Promise<string>): Promise<string> => {
    try {
      return await write();
    } catch (error) {
      missing.push(reasonFor(what, error, options));
      return '';
    }
  };
  let out = '';
  for (const { format, file } of all)
    out += await attempt(`the report in format \`${format}\``, async () => {
      const written = await render(format, file, report, rules, options, fails);
      if (file === undefined)
        return text.has(format) || (format === 'github' && !actions) ? forLog(written, env) : written;
      writeWhole(file, written, read);
      return '';
    });
  const summarised = () => summarise(quieted(report, options));
  const notes = asked || annotates ? await attempt('the job summary', summarised) : '';
  return { out, notes: `${missing.join('')}${notes}`, whole: missing.length === 0 };
}

/** Why there is no report: its file cannot be written, or we failed. */
function reasonFor(what: string, error: unknown, { verbose }: Options): string {
  if (error instanceof InputError) return `alb-lint: ${safe(error.message)}\n`;
  const trace = verbose && error instanceof Error ? `${safeLines(error.stack ?? '')}\n` : '';
  return `alb-lint: ${what} could not be made, which is a bug of ours, please report it: ${safe(String(error))}\n${trace}`;
}

async function render(
  format: Format,
  file: string | undefined,
  report: Report,
  rules: readonly Rule[],
  options: Options,
  fails: (severity: Severity) => boolean,
): Promise<string> {
  const tool = { name: 'alb-lint', version };
  const pathOf = pathsFor(process.env, process.cwd());
  const loud = quieted(report, options);
  switch (format) {
    case 'pretty':
      return readable(loud, file, options);
    case 'compact':
      return (await import('../formats/compact.ts')).compact(loud);
    case 'github':
      return (await import('../formats/github.ts')).github(loud, pathOf);
    case 'gitlab':
      return (await import('../formats/gitlab.ts')).gitlab(report, pathOf);
    case 'json':
      return (await import('../formats/json.ts')).json(report, tool);
    case 'junit':
      return (await import('../formats/junit.ts')).junit(report, rules, { fails });
    case 'markdown':
      return (await import('../formats/markdown.ts')).markdown(loud, { pathOf });
    case 'sarif':
      return (await import('../formats/sarif.ts')).sarif(report, rules, tool, pathOf);
  }
}

/** What people are to read: with `--quiet`, no notes. */
const quieted = (report: Report, { quiet }: Options): Report =>
  quiet ? { ...report, findings: report.findings.filter(({ severity }) => severity !== 'info') } : report;

async function readable(report: Report, file: string | undefined, options: Options): Promise<string> {
  const { quiet } = options;
  if (quiet && standing(report.findings).length + report.errors.length + report.crashes.length === 0) return '';
  const { pretty } = await import('../formats/pretty.ts');
  const color = usesColor(options.color, file, process.env, process.stdout.isTTY);
  if (file !== undefined) return pretty(report, { color, summary: !quiet });
  const width = terminalWidth();
  const links = usesHyperlinks(process.env, process.stdout.isTTY && color);
  return pretty(report, { color, links, summary: !quiet, ...(width === undefined ? {} : { width, folded: true }) });
}

/** What a summary holds at least; less room is no room. */
const leastSummary = 16_384;

async function summarise(report: Report): Promise<string> {
  const limit = summaryRoom(process.env);
  if (limit === undefined || limit < leastSummary) return '';
  const { markdown } = await import('../formats/markdown.ts');
  return addToSummary(process.env, markdown(report, { limit, pathOf: pathsFor(process.env, process.cwd()) }));
}
