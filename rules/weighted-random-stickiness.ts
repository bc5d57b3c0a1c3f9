import { defineRule, show } from '../src/rule.ts';

export default defineRule({
  id: 'weighted-random-stickiness',
  title: 'sticky sessions are combined with weighted random, which does not know them',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    Weighted random chooses a target anew for each request, while sticky sessions keep a client with one. Elastic Load
    Balancing rejects both together, so creating or updating the target group fails.
  `,
  remedy: `
    Set \`stickiness.enabled\` to \`false\`, or choose \`round_robin\` or \`least_outstanding_requests\` as the algorithm.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html#modify-routing-algorithm',
  ],

  over: 'targetGroup',
  check({ targetGroup }, { need }) {
    const { algorithm, stickiness } = targetGroup;
    if (algorithm.kind === 'defaulted' || stickiness.kind === 'defaulted') return;
    if (need(algorithm) !== 'weighted_random' || !need(stickiness)) return;
    return {
      message: `\`${targetGroup.id}\` chooses targets by ${show(algorithm)} and keeps clients with one target at the same time`,
      at: [stickiness, 'keeps a client with one target'],
      because: [[algorithm, 'chooses anew for each request']],
    };
  },
});
