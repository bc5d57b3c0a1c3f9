import { defineRule, set, show } from '../src/rule.ts';

export default defineRule({
  id: 'slow-start-algorithm-conflict',
  title: 'slow start is combined with a way to choose targets that does not know it',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    Slow start raises the share of requests that a new target gets little by little, which only round robin can do. With
    least outstanding requests or weighted random Elastic Load Balancing rejects the attributes, so creating or updating
    the target group fails.
  `,
  remedy: `
    Keep one of the two: set \`slow_start.duration_seconds\` to 0, or the algorithm to \`round_robin\`.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html#slow-start-mode',
  ],

  over: 'targetGroup',
  check({ targetGroup }, { need }) {
    const { slowStart, algorithm } = targetGroup;
    if (algorithm.kind === 'defaulted') return;
    if (need(slowStart) <= 0 || !/^(least_outstanding_requests|weighted_random)$/.test(need(algorithm))) return;
    return {
      message: `\`${targetGroup.id}\` has a slow start of ${show(slowStart, ' s')}, which the algorithm ${show(algorithm)} does not allow`,
      at: [slowStart, 'new targets start slowly'],
      because: [[algorithm, 'cannot be combined with slow start']],
      fix: { title: 'leave slow start out', safety: 'review', set: [set(slowStart, 0)] },
    };
  },
});
