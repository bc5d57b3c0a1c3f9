import { defineRule, show } from '../src/rule.ts';

export default defineRule({
  id: 'slow-start-no-effect',
  title: 'slow start is set where there is no other target to take the rest of the requests',
  status: ['503'],
  during: 'load',
  severity: 'info',
  profile: 'strict',
  why: `
    A target enters slow start only while the group has another healthy one that is past it, which takes the rest of the
    requests meanwhile. With a single task that is the case for the moments of a deployment only, until the old task is
    taken out. A task that replaces one that died gets all requests at once.
  `,
  remedy: `
    Run two tasks or more, or leave \`slow_start.duration_seconds\` out.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html#slow-start-mode',
  ],

  over: 'targetGroup',
  check({ targetGroup, attachments, targets }, { need }) {
    const { slowStart } = targetGroup;
    if (slowStart.kind === 'defaulted' || need(slowStart) <= 0) return;
    const [only, second] = attachments;
    if (!only || second || targets.some(({ kind }) => kind !== 'task')) return;
    const { service } = only;
    if (need(service.schedulingStrategy) !== 'REPLICA' || need(service.desiredCount) > 1 || need(service.scaling))
      return;
    return {
      message: `\`${targetGroup.id}\` starts targets slowly over ${show(slowStart, ' s')}, but \`${service.id}\` runs ${show(service.desiredCount, ' task')}, so no other one takes the rest of the requests`,
      at: [slowStart, 'needs another target that is warm'],
      because: [[service.desiredCount, 'no other target']],
    };
  },
});
