import { defineRule, isHttp, set, show } from '../src/rule.ts';

export default defineRule({
  id: 'asg-health-check-type-ec2',
  title: 'instances that the load balancer finds unhealthy are never replaced',
  status: ['502', '504'],
  during: 'sporadic',
  severity: 'warning',
  why: `
    An Auto Scaling group that watches EC2's status checks only keeps an instance as long as its virtual machine runs. An
    application that has crashed or hangs fails the target group's health checks, but nobody replaces the instance. Each
    one that is lost this way leaves its load to the others, and once all are unhealthy the load balancer fails open and
    sends requests to them again: 502 where nothing listens, 504 where nothing answers.
  `,
  remedy: `
    Set \`HealthCheckType\` to \`ELB\`, with a \`HealthCheckGracePeriod\` that covers the start of an instance.
  `,
  references: [
    'https://docs.aws.amazon.com/autoscaling/ec2/userguide/health-checks-overview.html',
    'https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html',
  ],

  over: 'autoScalingGroup',
  check({ autoScalingGroup: group, attachments }, { need, peek }) {
    const groups = need(group.targetGroups);
    if (groups.length === 0 || /\bELB\b/.test(need(group.healthCheckType))) return;
    // The tasks of a cluster register themselves, and their health says nothing of the instance.
    if (group.joinsCluster || attachments().length > 0) return;
    if (group.referrers.some(({ type }) => type === 'AWS::ECS::CapacityProvider')) return;
    const known = groups.flatMap((targetGroup) => peek(targetGroup) ?? []);
    if (known.some(({ referrers }) => referrers.some(({ type }) => /^AWS::ECS::/.test(type)))) return;
    const http = known.find(({ protocol }) => isHttp(peek(protocol)));
    if (!http) {
      for (const targetGroup of groups) need(need(targetGroup).protocol);
      return;
    }

    const grace = need(group.healthCheckGracePeriod);
    return {
      message: `\`${group.id}\` replaces instances by the ${show(group.healthCheckType)} health check only, so one that is unhealthy in \`${http.id}\` stays`,
      confidence: 'likely',
      at: [group.healthCheckType, 'looks at the virtual machine only'],
      because: [[group.targetGroups, `instances are targets of \`${http.id}\``]],
      fix: {
        title: 'replace instances that fail the health checks of the load balancer',
        safety: 'review',
        set: [set(group.healthCheckType, 'ELB'), ...(grace === 0 ? [set(group.healthCheckGracePeriod, 300)] : [])],
      },
    };
  },
});
