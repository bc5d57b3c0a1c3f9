import type { Report } from '../report.ts';
import type { Reason } from '../value.ts';
import { counted, few, grouped } from './order.ts';
import type { Paint } from './paint.ts';
import { safe } from './safe.ts';
import { summarise } from './summary.ts';
import { type Want, wants } from './supply.ts';

/** `2 errors, 1 warning, 3 notes in 4 files; 2 suppressed`. */
export function summaryLine(report: Report, files: number | undefined, paint: Paint): string {
  const { error, warning, info, suppressed } = summarise(report);
  const counts = [
    ...(error > 0 ? [paint('error', counted(error, 'error'))] : []),
    ...(warning > 0 ? [paint('warning', counted(warning, 'warning'))] : []),
    ...(info > 0 ? [paint('info', counted(info, 'note'))] : []),
  ];
  const unread = new Set(report.errors.map(({ path }) => path)).size;
  const failed = report.crashes.length;
  const where = files === undefined ? '' : ` in ${counted(files, 'file')}`;
  const nothing = files === 0 ? 'nothing was checked' : `no problems found${where}`;
  return [
    counts.length > 0 ? `${counts.join(', ')}${where}` : nothing,
    ...(suppressed > 0 ? [`${grouped(suppressed)} suppressed`] : []),
    ...compared(report),
    ...(unread > 0 ? [paint('error', `${counted(unread, 'file')} could not be read`)] : []),
    ...(failed > 0 ? [paint('error', `${counted(failed, 'check')} crashed`)] : []),
  ].join('; ');
}

/** What a baseline took away from the report, and what it could do without. */
function compared({ baseline }: Report): readonly string[] {
  if (!baseline) return [];
  const { known, fixed } = baseline;
  return [
    ...(known > 0 ? [`${grouped(known)} known from the baseline`] : []),
    ...(fixed.length > 0
      ? [
          `${counted(fixed.length, 'finding')} of the baseline ${fixed.length === 1 ? 'is' : 'are'} fixed: \`alb-lint baseline\` writes it anew`,
        ]
      : []),
  ];
}

/** How many things to supply the line names, so that it stays one line. */
const named = 4;

/** How much of the traffic was checked, and what to supply so that the rest can be. */
export function coverageLine(report: Report): string {
  const all = wants(report);
  const missing = all.filter(({ supply }) => supply !== undefined);
  const { paths, decided } = report.coverage;
  const purpose = decided < paths ? 'to check the rest supply' : 'to decide further checks supply';
  return [
    `coverage: ${checked(report)}`,
    ...(missing.length > 0 ? [`${purpose} ${list(missing.map(offer))}`] : []),
    ...hopeless(all, 'application', 'only the container can tell its'),
    ...hopeless(all, 'runtime', 'only a deployment can tell'),
    ...hopeless(all, 'unsupported', 'alb-lint cannot evaluate'),
    ...unexplored(report),
  ].join('; ');
}

function checked({ coverage: { paths, decided, gaps } }: Report): string {
  if (paths === 0 && gaps.some(({ to }) => to === 'load balancer')) return 'no load balancer was seen';
  if (paths === 0) return 'no traffic path found, from a listener through a target group to its targets';
  if (decided < paths) return `${grouped(decided)} of ${counted(paths, 'traffic path')} fully checked`;
  return paths === 1 ? 'the one traffic path fully checked' : `all ${grouped(paths)} traffic paths fully checked`;
}

const offer = ({ supply, waiting }: Want): string =>
  `${supply ?? ''}${waiting > 1 ? ` (${counted(waiting, 'check')})` : ''}`;

const list = (items: readonly string[]): string =>
  items.length <= named
    ? items.join(', ')
    : `${items.slice(0, named).join(', ')}, and ${grouped(items.length - named)} more; --format json lists them all`;

/** What no input makes known. */
function hopeless(all: readonly Want[], kind: Reason['kind'], says: string): readonly string[] {
  const names = all.filter(({ supply, reason }) => supply === undefined && reason.kind === kind);
  return names.length === 0 ? [] : [`${says} ${few([...new Set(names.map(({ reason }) => safe(reason.name)))], 2)}`];
}

/** The widest exploration that was cut short speaks for all of them. */
function unexplored({ coverage }: Report): readonly string[] {
  const [widest] = [...coverage.unexplored].sort((a, b) => b.combinations - a.combinations || a.explored - b.explored);
  if (!widest) return [];
  const { explored, combinations } = widest;
  return [
    `${grouped(explored)} of ${counted(combinations, 'combination')} of conditions checked, pin some with --parameter`,
  ];
}
