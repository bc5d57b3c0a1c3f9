import {
  type Ask,
  type Attachment,
  defineRule,
  type Forward,
  type ListenerRule,
  type Problem,
  type Service,
  type TargetGroup,
  type Value,
} from '../src/rule.ts';

export default defineRule({
  id: 'bluegreen-alternate-not-routed',
  title: 'neither listener rule of a blue/green deployment forwards to one of its two target groups',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    ECS starts the new tasks in the alternate target group and waits until they pass its health checks, which run only
    where a listener rule forwards to the group, be it with weight 0. It looks at the production and the test rule
    before anything moves. Where a group is in neither, the deployment is rolled back: "Target group … is not associated
    with either productionListenerRule or testListenerRule". Without a test rule AWS documents the same of an alternate
    target group that is not in the production rule, yet ECS has been seen to add it there by itself.
  `,
  remedy: `
    Forward to both target groups in the production rule: the one that serves with weight 1, the other with weight 0. Or
    name a \`TestListenerRule\` that forwards to the other one.
  `,
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/troubleshooting-blue-green.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/alb-resources-for-blue-green.html',
  ],

  over: 'service',
  check(service, ask) {
    const { need } = ask;
    const entries = need(service.attachments).filter(({ advanced }) => advanced && need(advanced));
    if (entries.length === 0 || need(service.deploymentController) !== 'ECS') return;
    if (need(service.deploymentStrategy) === 'ROLLING') return;
    return entries.flatMap((entry) => missing(service, entry, ask));
  },
});

function missing(service: Service, entry: Attachment, ask: Ask): readonly Problem[] {
  const { need } = ask;
  const advanced = entry.advanced && need(entry.advanced);
  const production = advanced && need(advanced.production);
  if (!production || !('listener' in production)) return [];
  const test = need(advanced.test);
  if (test && !('listener' in test)) return [];
  const rules = test ? [production, test] : [production];
  const forwards = rules.flatMap((rule) => forwardsOf(rule, ask));
  return [entry.targetGroup, entry.alternateTargetGroup]
    .filter((group) => group.kind !== 'defaulted' && !isAmong(group, forwards, ask))
    .map((group) => ({
      // ECS added it in a new stack: https://github.com/go-to-k/cdk-real-drift/issues/1730
      ...(group === entry.alternateTargetGroup &&
        !test && { severity: 'warning' as const, confidence: 'possible' as const }),
      message: `${test ? `neither \`${production.id}\` nor \`${test.id}\` forwards` : `\`${production.id}\` does not forward`} to ${group === entry.targetGroup ? 'the' : 'the alternate'} target group \`${need(group)?.id}\` of \`${service.id}\`${test ? '' : ', which names no test rule either'}`,
      at: [group, 'no rule of the deployment forwards to it'],
      because: rules.map((rule) => [rule.actions, `where \`${rule.id}\` forwards to`]),
    }));
}

const forwardsOf = ({ actions }: ListenerRule, { need }: Ask): readonly Forward[] =>
  need(actions).flatMap(({ forwardsTo }) => need(forwardsTo));

function isAmong(group: Value<TargetGroup | undefined>, forwards: readonly Forward[], { need, same }: Ask): boolean {
  const matches = forwards.map(({ targetGroup }) => same<TargetGroup | undefined>(targetGroup, group));
  if (matches.includes(true)) return true;
  // One that is not known may be this one.
  if (matches.includes('undecided') || forwards.length === 0) need(group);
  for (const [i, { targetGroup }] of forwards.entries()) if (matches[i] === 'undecided') need(targetGroup);
  return false;
}
