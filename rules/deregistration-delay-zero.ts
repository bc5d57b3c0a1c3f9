import { defineRule, isHttp, set, show } from '../src/rule.ts';

export default defineRule({
  id: 'deregistration-delay-zero',
  title: 'targets that leave have no time to finish their requests',
  status: ['502'],
  during: 'scale-in',
  severity: 'warning',
  why: `
    A target that is deregistered gets no new requests, and the deregistration delay is the time that those already
    running have to finish. Without any, the load balancer drops them at the very moment a task or an instance is taken
    out of service, by every deploy and every scale-in: clients get 502 for requests that the target was answering.
  `,
  remedy: `
    Set \`deregistration_delay.timeout_seconds\` to what your longest request takes, 30 seconds for most APIs.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#http-502-issues',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html#deregistration-delay',
  ],

  over: 'targetGroup',
  check({ targetGroup }, { need }) {
    if (!isHttp(need(targetGroup.protocol))) return;
    if (need(targetGroup.deregistrationDelay) !== 0) return;

    return {
      message: `\`${targetGroup.id}\` gives requests ${show(targetGroup.deregistrationDelay, ' s')} to finish on a target that is taken out of service`,
      at: [targetGroup.deregistrationDelay, 'requests that are running are dropped at once'],
      fix: {
        title: 'give running requests half a minute',
        safety: 'review',
        set: [set(targetGroup.deregistrationDelay, 30)],
      },
    };
  },
});
