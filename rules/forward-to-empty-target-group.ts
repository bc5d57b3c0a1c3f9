import { type Ask, defineRule, isHttp, type Referrer, type Service, type TargetGroupUse } from '../src/rule.ts';

export default defineRule({
  id: 'forward-to-empty-target-group',
  title: 'requests are forwarded to a target group that nothing is registered in',
  status: ['503'],
  during: 'always',
  severity: 'warning',
  why: `
    A load balancer answers 503 to a request that it is to forward to a target group without registered targets. Here no
    service, Auto Scaling group, task set or list of targets names the group, and it is handed to nobody who could.
  `,
  remedy: `
    Register targets in it: name it in \`LoadBalancers\` of an ECS service, in \`TargetGroupARNs\` of an Auto Scaling group
    or in its own \`Targets\`. A default action that is never meant to be reached says so better with \`fixed-response\`.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#http-503-issues',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-register-targets.html',
  ],

  over: 'targetGroup',
  check(use, ask) {
    const { need, peek } = ask;
    const { targetGroup, targets, attachments, forwarders } = use;
    const [forwarder] = forwarders;
    // A service registers its tasks there, whatever they are.
    if (!forwarder || targets.length > 0 || attachments.length > 0 || targetGroup.referrers.some(mayRegister)) return;
    // Sources in which nothing registers anywhere are the front half of something.
    if (!use.registrars.some((one) => 'attachments' in one || peek(one.targetGroups)?.length)) return;
    const { protocol, targetType } = targetGroup;
    if (need(targetType) !== 'lambda' && !isHttp(need(protocol))) return;
    if (need(targetGroup.targets).length > 0 || isOneOfSeveral(use, ask)) return;
    if (use.registrars.some((one) => 'attachments' in one && takesTurnsUnseen(one, ask))) return;

    const placeholder = /default|dummy|placeholder|empty|fallback/i.test(targetGroup.id);
    const statement = `\`${forwarder.id}\` forwards requests to it, but nothing is registered in it`;
    return {
      message: `\`${targetGroup.id}\`: ${statement}`,
      statement,
      severity: placeholder ? 'info' : 'warning',
      // Somebody may register targets by hand, or by a name.
      confidence: 'likely',
      at: [targetGroup, 'no targets are registered here'],
      because: [[forwarder, 'forwards requests to it']],
    };
  },
});

/** Whether what names a target group may register targets in it: whatever is not known to leave it alone. */
const mayRegister = ({ type }: Referrer): boolean =>
  !/^AWS::(ElasticLoadBalancingV2::Listener(Rule)?|CloudWatch::\w+|(Application)?AutoScaling::ScalingPolicy)$/.test(
    type,
  );

/** Beside other target groups of one action it waits for a deployment that shifts traffic, unless it is given a share now. */
function isOneOfSeveral({ targetGroup, routes, registrars }: TargetGroupUse, { need, peek }: Ask): boolean {
  const isShared = routes.some(({ action }) => (peek(action.forwardsTo) ?? []).length > 1);
  const isIdle = routes.some(({ action }) => {
    const forwards = peek(action.forwardsTo) ?? [];
    const own = forwards.find((forward) => peek(forward.targetGroup) === targetGroup);
    return forwards.length > 1 && (own?.weight.kind === 'defaulted' || !own || need(own.weight) <= 0);
  });
  if (!isShared || isIdle) return isShared;
  const services = registrars.filter((one) => 'attachments' in one);
  return services.some(
    (one) =>
      one.deployedByHook || need(one.deploymentController) !== 'ECS' || need(one.deploymentStrategy) !== 'ROLLING',
  );
}

/** Whether something else than ECS deploys the service, and fills a second target group that the sources do not tell. */
const takesTurnsUnseen = ({ deploymentController, attachments }: Service, { need, peek }: Ask): boolean =>
  need(deploymentController) !== 'ECS' &&
  !(peek(attachments) ?? []).some(({ targetGroup }) =>
    peek(targetGroup)?.referrers.some(({ type }) => type === 'AWS::CodeDeploy::DeploymentGroup'),
  );
