import { defineRule, isHttp, set, show } from '../src/rule.ts';

export default defineRule({
  id: 'health-check-tcp-protocol',
  title: 'health checks of an HTTP or HTTPS target group are to speak another protocol',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    The health checks of a target group whose protocol is HTTP or HTTPS are HTTP or HTTPS themselves; a bare TCP
    connection is for Network Load Balancers only. Elastic Load Balancing rejects the target group, and the stack fails.
  `,
  remedy: `
    Leave \`HealthCheckProtocol\` out or let it equal \`Protocol\`, and give health checks a path that answers 200.
  `,
  references: ['https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html'],

  over: 'targetGroup',
  check({ targetGroup }, { need }) {
    const { protocol } = targetGroup.healthCheck;
    if (protocol.kind === 'defaulted') return;
    const traffic = need(targetGroup.protocol);
    if (traffic !== 'HTTP' && traffic !== 'HTTPS') return;
    if (isHttp(need(protocol))) return;
    return {
      message: `requests to \`${targetGroup.id}\` are ${traffic}, but health checks are to be ${show(protocol)}, which AWS accepts for no such target group`,
      at: [protocol, 'AWS accepts HTTP and HTTPS'],
      because: [[targetGroup.protocol, 'requests speak this']],
      fix: {
        title: `check health over ${traffic}`,
        safety: 'review',
        set: [set(protocol, traffic)],
      },
    };
  },
});
