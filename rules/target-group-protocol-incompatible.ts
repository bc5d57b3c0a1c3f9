import { defineRule, type Problem, show } from '../src/rule.ts';

const applications = new Set(['HTTP', 'HTTPS']);

export default defineRule({
  id: 'target-group-protocol-incompatible',
  title: 'a listener forwards to a target group of another kind of load balancer',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    The protocol of a target group says which kind of load balancer may use it: HTTP and HTTPS an Application Load
    Balancer; TCP, TLS, UDP and their like a Network Load Balancer. A listener or rule that forwards to a group of the
    other kind is rejected when it is created: "The listener and the following target groups have incompatible
    protocols". The protocol is fixed at creation, so changing it replaces the group.
  `,
  remedy: `
    Set \`Protocol: HTTP\` or \`HTTPS\` for target groups behind an Application Load Balancer. A Network Load Balancer
    reaches an Application Load Balancer through a group with \`TargetType: alb\` and protocol TCP.
  `,
  references: ['https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html'],
  also: ['cfn-lint E3711'],

  over: 'targetGroup',
  check({ targetGroup, forwarders }, { need, peek }) {
    if (forwarders.length === 0 || need(targetGroup.targetType) === 'lambda') return;
    const spoken = need(targetGroup.protocol);
    if (spoken === undefined) return;
    return forwarders.flatMap((forwarder): readonly Problem[] => {
      const isRule = 'listener' in forwarder;
      // Listeners of a Gateway Load Balancer have no protocol.
      const heard = isRule ? undefined : spoken === 'GENEVE' ? peek(forwarder.protocol) : need(forwarder.protocol);
      if (!isRule && heard === undefined) return [];
      const byApplication = isRule || applications.has(heard ?? '');
      if (byApplication === applications.has(spoken)) return [];
      return [
        {
          message: isRule
            ? `rules forward HTTP requests, but \`${forwarder.id}\` forwards to \`${targetGroup.id}\`, which takes ${show(targetGroup.protocol)}`
            : `\`${forwarder.id}\` listens for ${show(forwarder.protocol)}, but forwards to \`${targetGroup.id}\`, which takes ${show(targetGroup.protocol)}`,
          at: [
            targetGroup.protocol,
            `only ${byApplication ? 'a Network' : 'an Application'} Load Balancer forwards this`,
          ],
          because: [
            isRule
              ? [forwarder, 'rules belong to Application Load Balancers']
              : [forwarder.protocol, 'the listener speaks this'],
          ],
        },
      ];
    });
  },
});
