import {
  type Ask,
  type DeploymentGroup,
  defineRule,
  over,
  type Problem,
  show,
  type TargetGroupPair,
} from '../src/rule.ts';

export default defineRule({
  id: 'codedeploy-target-group-pair',
  title: 'CodeDeploy is not given two target groups of one load balancer and the listener to switch',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    For an ECS service CodeDeploy starts the new tasks in the second of two target groups and then switches the
    production listener from the first to it. A deployment group of an ECS application must name both and the listener:
    otherwise CodeDeploy refuses it, since it "must contain a valid pair of target groups that identify a load balancer",
    or the first deployment ends before it has started.
  `,
  remedy: `
    Write one \`TargetGroupPairInfoList\` entry with two different \`TargetGroups\` behind the same load balancer and the
    production listener in \`ProdTrafficRoute\`, and set \`DeploymentOption\` to \`WITH_TRAFFIC_CONTROL\`.
  `,
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-bluegreen.html',
    'https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_TargetGroupPairInfo.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-codedeploy-deploymentgroup-loadbalancerinfo.html',
  ],

  over: 'deploymentGroup',
  check(group, ask) {
    const { need } = ask;
    if (!need(group.deploysServices)) return;
    const pair = need(group.pair);
    if (!pair)
      return {
        message: `\`${group.id}\` deploys an ECS service, but names no pair of target groups to move it between`,
        at: [group, 'no TargetGroupPairInfoList'],
      };
    return unpaired(group, pair, ask) ?? ignored(group, ask);
  },

  and: over('targetGroupPair', ({ holder, blue, green, routes, targetGroups }) => {
    if ('attachments' in holder || blue === green) return;
    const balancers = routes.blue.map(({ loadBalancer }) => loadBalancer);
    const [front] = routes.blue;
    const [other] = routes.green.filter(({ loadBalancer }) => !balancers.includes(loadBalancer));
    if (!front || !other || routes.green.some(({ loadBalancer }) => balancers.includes(loadBalancer))) return;
    return {
      message: `\`${holder.id}\` pairs \`${blue.id}\` behind \`${front.loadBalancer.id}\` with \`${green.id}\` behind \`${other.loadBalancer.id}\`, but CodeDeploy moves traffic within one load balancer`,
      at: [targetGroups[1], `behind \`${other.loadBalancer.id}\``],
      because: [[targetGroups[0], `behind \`${front.loadBalancer.id}\``]],
    };
  }),
});

function unpaired({ id }: DeploymentGroup, pair: TargetGroupPair, { need, peek, same }: Ask): Problem | undefined {
  const groups = need(pair.targetGroups);
  const [first, second] = groups;
  if (groups.length !== 2 || !first || !second)
    return {
      message: `\`${id}\` names ${groups.length === 1 ? '1 target group' : `${groups.length} target groups`} for its ECS service, but CodeDeploy moves traffic between exactly 2`,
      at: [pair.targetGroups.kind === 'defaulted' ? pair : pair.targetGroups, 'CodeDeploy takes two'],
    };
  if (same(first, second) === true)
    return {
      message: `\`${id}\` names ${peek(first) ? `\`${peek(first)?.id}\`` : 'one target group'} twice, but CodeDeploy moves traffic between two different target groups`,
      at: [second, 'the same target group once more'],
      because: [[first, 'named here already']],
    };
  if (need(pair.production).length > 0) return undefined;
  return {
    message: `\`${id}\` names two target groups, but no production listener that CodeDeploy switches between them`,
    at: [pair, 'no listener in ProdTrafficRoute'],
  };
}

function ignored({ id, deploymentOption }: DeploymentGroup, { need }: Ask): Problem | undefined {
  if (need(deploymentOption) === 'WITH_TRAFFIC_CONTROL') return undefined;
  return {
    message: `\`${id}\` pairs two target groups, but CloudFormation passes them on only where DeploymentOption is WITH_TRAFFIC_CONTROL${deploymentOption.kind === 'defaulted' ? '' : `, and it is ${show(deploymentOption)}`}`,
    confidence: 'likely',
    at: [deploymentOption, 'without traffic control the target groups are left out'],
  };
}
