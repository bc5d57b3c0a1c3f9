import { defineRule, set, show } from '../src/rule.ts';

export default defineRule({
  id: 'idle-timeout-range',
  title: 'the idle timeout is one that Elastic Load Balancing does not take',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    The idle timeout of an Application Load Balancer is a whole number of seconds from 1 to 4000. Any other value is
    rejected, so creating or updating the load balancer fails. It has no value that turns it off.
  `,
  remedy: `
    Write a number from 1 to 4000 as \`idle_timeout.timeout_seconds\`.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html',
  ],

  over: 'loadBalancer',
  check({ loadBalancer }, { need }) {
    const { idleTimeout, kind } = loadBalancer;
    if (idleTimeout.kind === 'defaulted') return;
    const seconds = need(idleTimeout);
    if ((seconds >= 1 && seconds <= 4000) || need(kind) !== 'application') return;
    return {
      message: `\`${loadBalancer.id}\` has an idle timeout of ${show(idleTimeout, ' s')}, but it is 1 to 4000 s`,
      at: [idleTimeout, 'not from 1 to 4000'],
      // Whoever writes 0 wants no limit, which there is not.
      ...(seconds > 4000 && {
        fix: {
          title: 'set the idle timeout to 4000 s',
          safety: 'review' as const,
          set: [set(idleTimeout, 4000)],
        },
      }),
    };
  },
});
