import { defineRule, set, show } from '../src/rule.ts';

export default defineRule({
  id: 'deregistration-delay-range',
  title: 'the deregistration delay is outside what the load balancer accepts',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    A deregistration delay is a whole number of seconds from 0 to 3600. CloudFormation creates the target group first and
    then sets its attributes: Elastic Load Balancing rejects the value, and the stack rolls back.
  `,
  remedy: `
    Choose a whole number of seconds from 0 to 3600 for \`deregistration_delay.timeout_seconds\`. Requests that take
    longer than an hour need another way than a load balancer.
  `,
  references: ['https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html'],

  over: 'targetGroup',
  check({ targetGroup }, { need }) {
    const written = targetGroup.attributes.get('deregistration_delay.timeout_seconds');
    const text = need(written)?.trim();
    if (text === undefined || (/^\d+$/.test(text) && Number(text) <= 3600)) return;

    return {
      message: `\`${targetGroup.id}\` has a deregistration delay of ${show(written)}, but Elastic Load Balancing takes whole seconds from 0 to 3600`,
      at: [written, 'rejected when the attributes are set'],
      ...(Number(text) > 3600 && {
        fix: {
          title: 'use the longest delay there is',
          safety: 'review' as const,
          set: [set(targetGroup.deregistrationDelay, 3600)],
        },
      }),
    };
  },
});
