import {
  type Ask,
  type Attachment,
  defineRule,
  type Forward,
  type ListenerRule,
  type Problem,
  type Service,
  show,
  type TargetGroup,
} from '../src/rule.ts';

export default defineRule({
  id: 'bluegreen-production-rule-not-exclusive',
  title: 'the production rule of a blue/green deployment sends traffic to more than the serving target group',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    Before ECS moves traffic it looks which of the two target groups the production rule serves from. Where both have
    weight it cannot tell: the deployment is rolled back with "should have exactly one target group serving traffic but
    found 2 target groups". A third group with weight ends it as well: "forwarding traffic to unexpected target group".
  `,
  remedy: `
    Leave weight to one of the two target groups, set the other's to 0, and take other groups out of the rule. ECS
    changes the weights during each deployment, so those in the template are only the first ones.
  `,
  references: ['https://docs.aws.amazon.com/AmazonECS/latest/developerguide/troubleshooting-blue-green.html'],

  over: 'service',
  check(service, ask) {
    const { need } = ask;
    const entries = need(service.attachments).filter(({ advanced }) => advanced && need(advanced));
    if (entries.length === 0 || need(service.deploymentController) !== 'ECS') return;
    if (need(service.deploymentStrategy) === 'ROLLING') return;
    return entries.flatMap((entry) => crowded(service, entry, ask));
  },
});

function crowded(service: Service, entry: Attachment, ask: Ask): readonly Problem[] {
  const { need } = ask;
  const advanced = entry.advanced && need(entry.advanced);
  const production = advanced && need(advanced.production);
  if (entry.alternateTargetGroup.kind === 'defaulted') return [];
  if (!production || !('listener' in production)) return [];
  const served = need(production.actions)
    .flatMap(({ forwardsTo }) => need(forwardsTo))
    .filter(({ weight }) => need(weight) > 0);
  const other = served.find((forward) => isForeign(forward, entry, ask));
  if (other) return [unexpected(service, production, other, ask)];
  const [first, second] = served;
  return first && second ? [both(service, production, [first, second], ask)] : [];
}

function isForeign({ targetGroup }: Forward, entry: Attachment, { need, same }: Ask): boolean {
  const own = [entry.targetGroup, entry.alternateTargetGroup].map((group) =>
    same<TargetGroup | undefined>(group, targetGroup),
  );
  if (own.includes(true)) return false;
  if (own.includes('undecided')) {
    need(targetGroup);
    need(entry.targetGroup);
    need(entry.alternateTargetGroup);
  }
  return true;
}

const unexpected = (
  { id, attachments }: Service,
  production: ListenerRule,
  { targetGroup, weight }: Forward,
  { need }: Ask,
): Problem => ({
  message: `\`${production.id}\`, the production rule of \`${id}\`, also sends traffic to \`${need(targetGroup).id}\` with weight ${show(weight)}, which is none of the deployment's two target groups`,
  confidence: 'likely',
  at: [targetGroup, 'not a target group of the deployment'],
  because: [[attachments, `the target groups of \`${id}\``]],
});

const both = (
  { id }: Service,
  production: ListenerRule,
  [first, second]: readonly [Forward, Forward],
  { peek }: Ask,
): Problem => ({
  message: `\`${production.id}\`, the production rule of \`${id}\`, sends traffic to both target groups, with the weights ${show(first.weight)} and ${show(second.weight)}, but ECS starts from one that serves alone`,
  confidence: 'likely',
  at: [second.weight, `\`${peek(second.targetGroup)?.id ?? 'the second group'}\` serves too`],
  because: [[first.weight, `\`${peek(first.targetGroup)?.id ?? 'the first group'}\` serves`]],
});
