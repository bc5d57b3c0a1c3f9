import { defineRule, set, show } from '../src/rule.ts';

export default defineRule({
  id: 'slow-start-value',
  title: 'the duration of slow start is one that Elastic Load Balancing does not take',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    Slow start is off with 0 and lasts 30 to 900 seconds otherwise. Any other value is rejected, so creating or updating
    the target group fails.
  `,
  remedy: `
    Write 0, or a number of seconds from 30 to 900, as \`slow_start.duration_seconds\`.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html#slow-start-mode',
  ],

  over: 'targetGroup',
  check({ targetGroup }, { need }) {
    const { slowStart } = targetGroup;
    const seconds = need(slowStart);
    if (seconds === 0 || (seconds >= 30 && seconds <= 900)) return;
    const nearest = Math.min(900, Math.max(30, seconds));
    return {
      message: `\`${targetGroup.id}\` has a slow start of ${show(slowStart, ' s')}, but it lasts 30 to 900 s, or is off with 0`,
      at: [slowStart, 'neither 0 nor from 30 to 900'],
      fix: { title: `let slow start last ${nearest} s`, safety: 'review', set: [set(slowStart, nearest)] },
    };
  },
});
