import { defineRule, set, show } from '../src/rule.ts';

export default defineRule({
  id: 'az-rebalancing-max-percent',
  title: 'Availability Zone rebalancing is on for a service that may not start a task before it stops one',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    Rebalancing moves a task to another Availability Zone by starting one there before it stops one here. A daemon
    service, or one whose maximum percent is 100 or less, has no room for that task, and ECS refuses the combination
    ("Availability Zone Rebalancing does not support maximumPercent <= 100"): the service is not created, or not
    updated.
  `,
  remedy: `
    Raise \`MaximumPercent\` above 100, or set \`AvailabilityZoneRebalancing\` to \`DISABLED\`.
  `,
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html',
  ],

  over: 'service',
  check(service, { need }) {
    const { zoneRebalancing } = service;
    // Left out, it is off for a service that is not compatible with it.
    if (service.type.endsWith('TaskSet') || zoneRebalancing.kind === 'defaulted') return;
    if (need(zoneRebalancing) !== 'ENABLED') return;
    const daemon = need(service.schedulingStrategy) === 'DAEMON';
    if (!daemon && need(service.maximumPercent) > 100) return;

    const why = daemon
      ? `it is a ${show(service.schedulingStrategy)} service`
      : `at most ${show(service.maximumPercent, ' %')} of its tasks may run`;
    return {
      message: `Availability Zone rebalancing of \`${service.id}\` is ${show(zoneRebalancing)}, but ${why}, so no task can be started before another is stopped`,
      confidence: 'likely',
      at: [zoneRebalancing, 'wants to start a task before it stops one'],
      because: [
        daemon
          ? [service.schedulingStrategy, 'one task on each instance, no more']
          : [service.maximumPercent, 'leaves no room for one more'],
      ],
      fix: { title: 'switch rebalancing off', safety: 'review', set: [set(zoneRebalancing, 'DISABLED')] },
    };
  },
});
