import { type Ask, type Attachment, defineRule, type Problem, type Service } from '../src/rule.ts';

export default defineRule({
  id: 'service-load-balancer-ambiguous',
  title: 'a service keeps a setting of Classic Load Balancers beside its target groups',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    \`LoadBalancerName\` names a Classic Load Balancer and excludes a target group in the same entry. \`Role\` let ECS
    call a load balancer before there was a service-linked role: it is not permitted for tasks in \`awsvpc\` mode, nor
    for services with several target groups. ECS rejects such a service when it is created.
  `,
  remedy: `
    Remove \`LoadBalancerName\` and \`Role\`; the service-linked role \`AWSServiceRoleForECS\` does what \`Role\` did.
  `,
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LoadBalancer.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html',
  ],

  over: 'service',
  check(service, { need, peek }) {
    const attachments = need(service.attachments);
    const named = attachments
      .filter((attachment) => attachment.loadBalancerName.kind !== 'defaulted' && !isMissing(attachment))
      .map(
        ({ loadBalancerName, targetGroup }): Problem => ({
          message: `\`${service.id}\` names a Classic Load Balancer and a target group in one entry`,
          at: [loadBalancerName, 'names a Classic Load Balancer'],
          because: [[targetGroup, 'names a target group']],
        }),
      );
    return [...named, ...withRole(service, attachments.length, need, peek)];
  },
});

const isMissing = ({ targetGroup }: Attachment): boolean =>
  targetGroup.kind === 'unknown' && targetGroup.reason.kind === 'unsupported';

function withRole(service: Service, groups: number, need: Ask['need'], peek: Ask['peek']): readonly Problem[] {
  // Whose role it is does not matter, so it need not be known.
  const role = service.property('Role');
  if (role.kind === 'defaulted' || groups === 0) return [];
  if (groups > 1)
    return [
      {
        message: `\`${service.id}\` names a role, but several target groups need the service-linked one`,
        at: [role, 'not permitted beside several target groups'],
      },
    ];
  const task = need(service.taskDefinition);
  const fargate = task.networkMode.kind === 'defaulted' ? need(service.fargate) : peek(service.fargate);
  if (!fargate && need(task.networkMode) !== 'awsvpc') return [];
  return [
    {
      message: `\`${service.id}\` names a role, but its tasks in \`awsvpc\` mode need the service-linked one`,
      at: [role, 'not permitted for tasks in `awsvpc` mode'],
      because: [
        fargate ? [service.fargate, 'Fargate tasks run in this mode'] : [task.networkMode, 'the mode of its tasks'],
      ],
    },
  ];
}
