import { expect, test } from 'vitest';
import { roadOf } from '../../src/graph/road.ts';
import type { Subjects } from '../../src/graph/subjects.ts';
import { hidden, known } from './acls.ts';

// How the path line of a finding shows the road of a request; what is hidden has its id, or a question mark.

type Subject = Subjects[keyof Subjects];
const told = (subject: object): string =>
  roadOf(subject as Subject)
    .map(({ show }) => show)
    .filter(Boolean)
    .join(' → ');
const one = (id: string, more: object = {}) => ({ id, span: known('').span, ...more });

const listener = one('Https', { protocol: known('HTTPS'), port: known(443) });
const front = { loadBalancer: one('Alb'), listener, action: {}, targetGroup: one('Targets') };
const taking = (...values: readonly unknown[]) => one('Rule', { conditions: known([{ values: known(values) }]) });

test.each([
  [front, 'Alb → HTTPS:443 → Targets'],
  [{ ...front, listener: one('Https', { protocol: hidden('p'), port: hidden('q') }) }, 'Alb → Https:? → Targets'],
  [{ ...front, rule: taking(known('/a')) }, 'Alb → HTTPS:443 → /a → Targets'],
  [{ ...front, rule: taking(known('/a'), known('/b')) }, 'Alb → HTTPS:443 → /a, /b → Targets'],
  [{ ...front, rule: taking(known('/a'), known('/b'), known('/c')) }, 'Alb → HTTPS:443 → /a, /b, … → Targets'],
  [{ ...front, rule: taking(hidden('v'), known('/b')) }, 'Alb → HTTPS:443 → /b → Targets'],
  [{ ...front, rule: taking(hidden('v')) }, 'Alb → HTTPS:443 → Rule → Targets'],
  [{ ...front, rule: one('Rule', { conditions: hidden('c') }) }, 'Alb → HTTPS:443 → Rule → Targets'],
  [
    { ...front, rule: one('Rule', { conditions: known([{ values: hidden('v') }]) }) },
    'Alb → HTTPS:443 → Rule → Targets',
  ],
])('the front, %#: %s', (subject, expected) => expect(told(subject)).toBe(expected));

const target = (kind: string, more: object) => ({
  kind,
  targetGroup: one('Targets'),
  healthCheckPort: known(80),
  ...more,
});
const task = (trafficPort: object) =>
  target('task', { container: one('web'), service: one('Web'), taskDefinition: one('Task'), trafficPort });

test.each([
  [task(known(8080)), 'Targets → Web → web:8080'],
  [task(known('dynamic')), 'Targets → Web → web:dynamic port'],
  [task(hidden('p')), 'Targets → Web → web:?'],
  [target('auto-scaling-group', { group: one('Instances'), trafficPort: known(80) }), 'Targets → Instances:80'],
  [target('auto-scaling-group', { group: one('Instances'), trafficPort: hidden('p') }), 'Targets → Instances:?'],
  [target('instance', { instance: one('Server'), trafficPort: known(80) }), 'Targets → Server:80'],
  [target('instance', { instance: one('Server'), trafficPort: hidden('p') }), 'Targets → Server:?'],
  [target('lambda', { function: one('Handler') }), 'Targets → Handler'],
  [target('lambda', { function: undefined }), 'Targets'],
  [target('address', {}), 'Targets'],
])('the back, %#: %s', (subject, expected) => {
  expect(told(subject)).toBe(expected);
  expect(told({ route: front, target: subject })).toBe(`Alb → HTTPS:443 → ${expected}`);
});

const invoking = (invocation: object) => ({ permissions: [], targetGroup: one('Targets'), target: { invocation } });

test.each([
  [invoking(known({ function: one('Handler'), qualifier: known(undefined) })), 'Targets → Handler'],
  [invoking(known({ function: one('Handler'), qualifier: known('live') })), 'Targets → Handler:live'],
  [invoking(known({ function: one('Handler'), qualifier: hidden('Alias') })), 'Targets → Handler:Alias'],
  [invoking(known(undefined)), 'Targets'],
  [invoking(hidden('f')), 'Targets'],
  [{ delivery: {}, loadBalancer: one('Alb') }, 'Alb'],
  [{ listeners: [], loadBalancer: one('Alb') }, 'Alb'],
  [{ targets: [], routes: [], targetGroup: one('Targets') }, 'Targets'],
  [{ siblings: [], listener }, 'Https'],
  [{ siblings: [], rule: one('Rule') }, 'Rule'],
  [one('Service', { targets: [] }), 'Service'],
])('anything else, %#: %s', (subject, expected) => expect(told(subject)).toBe(expected));
