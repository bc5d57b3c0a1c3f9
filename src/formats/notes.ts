import { inCdk } from '../cdk.ts';
import type { Finding } from '../report.ts';
import type { Phase, Status } from '../rule.ts';
import { few } from './order.ts';
import { safe } from './safe.ts';
import { firstSentence } from './wrap.ts';

/** When a fault bites, in words that follow a status code. */
export const phases: Readonly<Record<Phase, string>> = {
  always: 'always',
  deploy: 'during deployments',
  'scale-in': 'when tasks or instances are taken away',
  sporadic: 'now and then',
  load: 'under load',
  interruption: 'when capacity is interrupted',
};

/** What is to be known about a problem beyond its places, one line each. */
export function notes(finding: Finding): readonly string[] {
  const { path, status, during, when, fix, rule } = finding;
  const stops = path.map(({ show }) => safe(show)).filter((show) => show !== '');
  return [
    ...(stops.length > 1 ? [`path: ${stops.join(' › ')}`] : []),
    ...outcome(status, during),
    ...(when.length > 0 ? [`only when: ${alternatives(when.map(safe))}`] : []),
    ...confidence(finding),
    fix
      ? `fix: ${safe(fix.title)}${fix.safety === 'review' ? ' (review it: intended behaviour may change)' : ''}`
      : `fix: ${safe(firstSentence(rule.remedy))}`,
    ...cdk(finding),
  ];
}

/** The construct that the resource comes from, and what the fix is called there. */
function cdk(finding: Finding): readonly string[] {
  const { constructPath, constructSource } = finding.resource;
  if (constructPath === undefined) return [];
  const names = inCdk(finding);
  const source = constructSource === undefined ? '' : ` (${safe(constructSource)})`;
  return [`construct: ${safe(constructPath)}${source}`, ...(names.length > 0 ? [`in CDK: ${few(names, 4)}`] : [])];
}

/** What the fault looks like from outside: to the clients, and to whoever deploys. */
export function outcome(status: readonly Status[], during: Phase): readonly string[] {
  const codes = status.filter((code) => code !== 'deploy');
  return [
    ...(codes.length > 0 ? [`clients see: ${codes.join(' or ')}, ${phases[during]}`] : []),
    ...(codes.length < status.length ? ['deployment: fails, or starts and stops tasks without end'] : []),
  ];
}

const alternatives = (when: readonly string[]): string =>
  when.length <= 3 ? when.join(', or ') : `${when.slice(0, 3).join(', or ')}, or in ${when.length - 3} more cases`;

/** How sure the verdict is, where it is less than certain, and what would settle it. */
function confidence({ confidence: level, evidence }: Finding): readonly string[] {
  if (level === 'certain') return [];
  const hops = evidence.flatMap((value) => value.via);
  const named = (kind: string): readonly string[] => [
    ...new Set(hops.filter((hop) => hop.kind === kind).map(({ name }) => safe(name))),
  ];
  const defaults = named('parameter-default');
  const assumptions = named('assumption');
  const rests = [
    ...(defaults.length > 0
      ? [`the ${defaults.length === 1 ? 'default of parameter' : 'defaults of parameters'} ${few(defaults, 3)}`]
      : []),
    ...(assumptions.length > 0 ? [`what was assumed: ${few(assumptions, 3)}`] : []),
  ];
  const settle = defaults.length > 0 ? ` (settle it with --parameter ${defaults[0]}=…)` : '';
  return [
    rests.length === 0 ? `confidence: ${level}` : `confidence: ${level}, rests on ${rests.join(' and ')}${settle}`,
  ];
}
