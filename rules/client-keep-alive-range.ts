import { defineRule } from '../src/rule.ts';

export default defineRule({
  id: 'client-keep-alive-range',
  title: 'the keep-alive of client connections is one that Elastic Load Balancing does not take',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    An Application Load Balancer keeps a client's connection for 60 to 604800 seconds (seven days), however many requests
    come over it. Any other value is rejected, so creating or updating the load balancer fails. Connections to targets are
    another matter: they end with \`idle_timeout.timeout_seconds\`.
  `,
  remedy: `
    Write a number from 60 to 604800 as \`client_keep_alive.seconds\`.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html',
  ],

  over: 'loadBalancer',
  check({ loadBalancer }, { need }) {
    const written = loadBalancer.attributes.get('client_keep_alive.seconds');
    const text = need(written)?.trim();
    if (text === undefined || !/^[+-]?\d+$/.test(text)) return;
    const seconds = Number(text);
    if ((seconds >= 60 && seconds <= 604_800) || need(loadBalancer.kind) !== 'application') return;
    const nearest = Math.min(604_800, Math.max(60, seconds));
    return {
      message: `\`${loadBalancer.id}\` keeps client connections for ${seconds} s, but 60 to 604800 s are possible`,
      at: [written, 'not from 60 to 604800'],
      fix: {
        title: `keep client connections for ${nearest} s`,
        safety: 'review',
        set: [{ value: written, to: nearest }],
      },
    };
  },
});
