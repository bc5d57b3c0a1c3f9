import { expect, test } from 'vitest';
import { explain, rulesTable, topics } from '../../src/formats/explain.ts';
import { jsonRules } from '../../src/formats/json-rules.ts';
import { blocks, firstSentence, prose } from '../../src/formats/wrap.ts';
import type { Cause } from '../../src/rule.ts';
import { rule } from './builder.ts';

const rules = [
  rule({ also: ['cfn-lint E3049'], profile: 'strict' }),
  rule({
    id: 'fargate-spot-stop-timeout',
    title: 'tasks on Fargate Spot are killed before they stop',
    status: ['502', '504'],
    during: 'interruption',
    severity: 'warning',
  }),
  rule({
    id: 'target-group-not-attached',
    title: 'a service waits for no listener',
    status: ['deploy'],
    during: 'deploy',
  }),
];

test('a rule’s page', () => {
  expect(explain('sg-target-blocks-alb', rules, [], 72)).toBe(`sg-target-blocks-alb
  a security group of the target does not admit the load balancer

  severity: error, with --strict only
  clients see: 504, always

why
  The load balancer opens a connection to the target, and the security
  group drops the packets. After ten seconds without a connection the
  load balancer answers 504.

  Health checks fail in the same way:
  - an ECS service kills and replaces tasks that were fine
  - once every target is unhealthy, requests go to all of them

instead
  Add an ingress rule for the port the container listens on, with the
  load balancer's group as its source. Keep the rest closed.

the facts
  https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-register-targets.html

other tools that find part of it
  cfn-lint E3049
`);
});

test('rules that no cause names are told by themselves, the gravest first', () => {
  expect(explain('504', [...rules].reverse())).toBe(`2 rules find a cause of a 504

sg-target-blocks-alb (error, always, with --strict only)
  a security group of the target does not admit the load balancer

fargate-spot-stop-timeout (warning, when capacity is interrupted)
  tasks on Fargate Spot are killed before they stop

alb-lint explain <rule-id> tells the sequence of events and what to do instead
`);
  expect(explain('deploy', rules)).toContain('1 rule finds a cause of deployments that fail');
});

const causes: readonly Cause[] = [
  {
    id: 'T01',
    seen: ['unhealthy'],
    cause: 'the targets answer another code than the health check takes',
    decidable: 'partly',
    rules: ['fargate-spot-stop-timeout'],
    confirm: '`aws elbv2 describe-target-health --target-group-arn …`',
  },
  {
    id: 'T02',
    seen: ['504'],
    cause: 'the connection to the target was not established within 10 seconds',
    decidable: 'yes',
    rules: ['sg-target-blocks-alb'],
    confirm: 'access log: `elb_status_code` 504 and `target_processing_time` -1; VPC flow logs: REJECT',
  },
  { id: 'T03', seen: ['504'], cause: 'Content-Length is larger than the body', decidable: 'no', rules: [] },
  {
    id: 'T04',
    seen: ['504', '502'],
    cause: 'a network ACL drops the answer',
    decidable: 'partly',
    rules: [],
    declined: 'not built yet',
  },
];

test('a status code gives its causes, the rules that find them, and how to confirm the others by hand', () => {
  expect(explain('504', rules, causes, 72)).toBe(`4 causes of a 504; rules find 2 of them

the connection to the target was not established within 10 seconds
  rules: sg-target-blocks-alb
  to confirm: access log: \`elb_status_code\` 504 and
    \`target_processing_time\` -1; VPC flow logs: REJECT

through targets that fail their health checks
  the targets answer another code than the health check takes
    rules, for some forms: fargate-spot-stop-timeout
    to confirm: \`aws elbv2 describe-target-health --target-group-arn
      …\`

what no rule finds
  Content-Length is larger than the body

  a network ACL drops the answer
    no rule: not built yet

alb-lint explain <rule-id> tells the sequence of events and what to do
instead
`);
});

test('other words for what is seen have causes too', () => {
  expect(explain('Unhealthy', rules, causes)).toContain('1 cause of targets that fail their health checks');
  expect(explain('503', rules, causes)).toBeUndefined();
  expect(topics(rules, causes)).toEqual(expect.arrayContaining(['unhealthy', '504']));
});

test('what nobody knows is left to the command line, which is told what there is', () => {
  expect(explain('sg-target', rules)).toBeUndefined();
  expect(explain('404', rules)).toBeUndefined();
  expect(topics(rules)).toEqual([
    '504',
    '502',
    'deploy',
    'sg-target-blocks-alb',
    'fargate-spot-stop-timeout',
    'target-group-not-attached',
  ]);
});

test('the table of rules', () => {
  expect(rulesTable(rules)).toBe(`rule                       severity  clients see  finds that
fargate-spot-stop-timeout  warning   502 504      tasks on Fargate Spot are killed before they stop
sg-target-blocks-alb       error     504          a security group of the target does not admit the load balancer (--strict)
target-group-not-attached  error     deploy       a service waits for no listener

3 rules; alb-lint explain <rule-id> tells more
`);
});

test('the table of rules keeps to the width of a terminal', () => {
  const longest = (width: number): number =>
    Math.max(
      ...rulesTable(rules, width)
        .split('\n')
        .map(({ length }) => length),
    );
  expect(longest(90)).toBeLessThanOrEqual(90);
  expect(rulesTable(rules, 60)).toBe(`fargate-spot-stop-timeout
  warning, 502 504: tasks on Fargate Spot are killed before
  they stop
sg-target-blocks-alb
  error, 504: a security group of the target does not admit
  the load balancer (--strict)
target-group-not-attached
  error, deploy: a service waits for no listener

3 rules; alb-lint explain <rule-id> tells more
`);
});

test('the rules as JSON', () => {
  const [first] = JSON.parse(jsonRules(rules));
  expect(Object.keys(first)).toEqual([
    'id',
    'title',
    'severity',
    'status',
    'during',
    'profile',
    'why',
    'remedy',
    'docs',
    'references',
    'also',
  ]);
  expect(first).toMatchObject({
    id: 'fargate-spot-stop-timeout',
    status: ['502', '504'],
    profile: 'default',
    also: [],
  });
});

test.each([
  ['Leave `HealthCheckPort` out, or set it to 80. Then wait.', 'leave `HealthCheckPort` out, or set it to 80'],
  ['Raise `StopTimeout` to 120.5 seconds, e.g. with CDK', 'raise `StopTimeout` to 120.5 seconds, e.g. with CDK'],
  ['Use\n    `traffic-port`.', 'use `traffic-port`'],
  ['ECS does it. Wait.', 'ECS does it'],
  ['`A` it is.\n\nMore.', '`A` it is'],
])('the first sentence of %j', (text, sentence) => {
  expect(firstSentence(text)).toBe(sentence);
});

test('prose loses the indentation of its source and keeps its own', () => {
  expect(prose('\n      One\n      two:\n\n          code\n    ')).toBe('One\ntwo:\n\n    code');
  expect(prose('One\n    two')).toBe('One\ntwo');
  expect(blocks('One\ntwo\n\n1. first\n   more\n2. second')).toEqual(['One two', '1. first more', '2. second']);
});
