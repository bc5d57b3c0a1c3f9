import { defineRule, show } from '../src/rule.ts';

export default defineRule({
  id: 'idle-timeout-very-low',
  title: 'the idle timeout leaves clients and targets only a few seconds',
  status: ['408', '504'],
  during: 'load',
  severity: 'info',
  profile: 'strict',
  why: `
    The idle timeout runs on both sides of the load balancer. A client that sends nothing for that long within a request
    gets 408; a target that has not answered by then costs the request a 504. A slow upload or a slow query exceeds a few
    seconds on any busy day.
  `,
  remedy: `
    Raise \`idle_timeout.timeout_seconds\` above the longest pause within a request; the default is 60.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html',
  ],

  over: 'loadBalancer',
  check({ loadBalancer }, { need }) {
    const { idleTimeout, kind } = loadBalancer;
    const seconds = need(idleTimeout);
    if (seconds < 1 || seconds >= 10 || need(kind) !== 'application') return;
    return {
      message: `\`${loadBalancer.id}\` ends requests after ${show(idleTimeout, ' s')} of silence, of the client (408) or of the target (504)`,
      at: [idleTimeout, 'as long as either may be silent'],
    };
  },
});
