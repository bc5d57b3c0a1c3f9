import { defineRule, set, show } from '../src/rule.ts';

export default defineRule({
  id: 'asg-health-check-grace-zero',
  title: 'instances are replaced as soon as the load balancer finds them unhealthy, which a booting one is',
  status: ['503', 'deploy'],
  during: 'deploy',
  severity: 'warning',
  why: `
    With \`ELB\` among its health checks, an Auto Scaling group ends an instance that the load balancer finds unhealthy,
    once the grace period after its start is over. Unless somebody sets it, that period is 0 seconds: an instance whose
    application is still starting fails its first checks and is terminated, the next one meets the same end, and the
    target group stays without healthy targets.
  `,
  remedy: `
    Set \`HealthCheckGracePeriod\` to the time that an instance takes from its start to its first healthy answer; the
    console proposes 300 seconds. A lifecycle hook on launch that waits for the application does the same.
  `,
  references: [
    'https://docs.aws.amazon.com/autoscaling/ec2/userguide/health-check-grace-period.html',
    'https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html',
  ],

  over: 'autoScalingGroup',
  check({ autoScalingGroup: group }, { need }) {
    if (!/\bELB\b/.test(need(group.healthCheckType)) || need(group.healthCheckGracePeriod) > 0) return;
    if (need(group.targetGroups).length === 0 || need(group.preparesInstances)) return;

    return {
      message: `\`${group.id}\` replaces instances that the load balancer finds unhealthy, with a grace period of ${show(group.healthCheckGracePeriod, ' s')} for those that are still starting`,
      at: [group.healthCheckGracePeriod, 'no time to start in'],
      because: [[group.healthCheckType, 'an unhealthy target is terminated']],
      fix: {
        title: 'give instances 300 s to start',
        safety: 'review',
        set: [set(group.healthCheckGracePeriod, 300)],
      },
    };
  },
});
