import { defineRule, isHttp, mapsPort, show } from '../src/rule.ts';

export default defineRule({
  id: 'port-mapping-udp-behind-alb',
  title: 'the port that requests are forwarded to is mapped for UDP only',
  status: ['502'],
  during: 'always',
  severity: 'warning',
  why: `
    An Application Load Balancer speaks TCP. In \`bridge\` mode Docker opens a host port for the protocol of its mapping
    only: the host port that ECS registers for a UDP mapping refuses TCP connections, so each request is answered 502 and
    every health check fails (\`Target.FailedHealthChecks\`).
  `,
  remedy: `
    Remove \`Protocol: udp\` from the mapping of the port that the load balancer uses; TCP is the default.
  `,
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#http-502-issues',
  ],

  over: 'taskTarget',
  check({ targetGroup, taskDefinition, service, container, port }, { need }) {
    if (!isHttp(need(targetGroup.protocol)) || need(port.protocol) !== 'udp') return;
    if (need(service.fargate) || need(taskDefinition.networkMode) !== 'bridge') return;
    const mapped = need(port.containerPort);
    const same = need(container.ports).filter((other) => need(mapsPort(other, mapped)));
    if (same.some((other) => need(other.protocol) !== 'udp')) return;
    return {
      message: `\`${targetGroup.id}\` forwards ${show(targetGroup.protocol)} to port ${show(port.containerPort)} of \`${container.id}\`, which is mapped for UDP only`,
      confidence: 'likely',
      at: [port.protocol, 'TCP connections to this port are refused'],
      because: [[targetGroup.protocol, 'HTTP runs over TCP']],
      fix: { title: 'map the port for TCP', safety: 'review', set: [{ value: port.protocol, to: 'tcp' }] },
    };
  },
});
