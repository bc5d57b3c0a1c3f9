import { admitsInbound, defineRule, doorOf, dynamicPorts, namesOf } from '../src/rule.ts';

export default defineRule({
  id: 'sg-dynamic-port-range-closed',
  title: 'ECS picks host ports that the instances do not open to the load balancer',
  status: ['504', '503'],
  during: 'always',
  severity: 'error',
  why: `
    In bridge mode without a host port, ECS gives each task a free port of its instance from the ephemeral range, 32768
    to 60999 on current kernels. The load balancer connects to that port, but the instance's security group does not
    open it, so packets are dropped and the load balancer answers 504 after 10 seconds. Where only part of the range is
    open, tasks fail or work by the luck of the port they were given.
  `,
  remedy: `
    Open the whole range to the load balancer's security group: TCP 32768 to 65535 also covers Windows instances and
    older Docker versions.
  `,
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/alb.html',
  ],

  over: 'path',
  check({ route: { loadBalancer }, target }, { need }) {
    if (target.kind !== 'task' || need(loadBalancer.kind) !== 'application') return;
    if (need(target.port.hostPort) !== 'dynamic') return;
    if (target.securityGroups.kind === 'defaulted' || loadBalancer.securityGroups.kind === 'defaulted') return;
    const admission = need(admitsInbound(target, loadBalancer, target.trafficPort));
    if (admission.extent === 'open' || need(target.trafficPort) !== 'dynamic') return;
    // sg-rule-without-source speaks of a rule that lacks nothing but a source.
    if (admission.near.some(({ wrong }) => wrong === 'no-source')) return;

    const alb = namesOf(loadBalancer.securityGroups);
    const range = `${dynamicPorts.from} to ${dynamicPorts.to}`;
    const door = namesOf(target.securityGroups);
    const extent =
      admission.extent === 'partial' ? `${door} opens only part of that range` : `no rule of ${door} opens that range`;
    return {
      message: `ECS gives \`${target.container.id}\` a host port from ${range}, but ${extent} to the load balancer's ${alb}`,
      severity: admission.extent === 'partial' ? 'warning' : 'error',
      at: doorOf(admission, target.securityGroups, alb, `no rule opens ${range} to ${alb}`),
      because: [
        [target.port.hostPort, 'each task gets a port of its own'],
        [loadBalancer.securityGroups, `the load balancer connects as ${alb}`],
      ],
    };
  },
});
