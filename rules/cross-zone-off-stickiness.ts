import { defineRule, isHttp } from '../src/rule.ts';

export default defineRule({
  id: 'cross-zone-off-stickiness',
  title: 'cross-zone load balancing is off where AWS does not allow it',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    With cross-zone load balancing off each node of the load balancer sends requests to targets of its own zone only. A
    client with a cookie may reach a node in another zone than its target, and a function lies in no zone, so Elastic
    Load Balancing supports neither and rejects the attributes: creating or updating the target group fails.
  `,
  remedy: `
    Leave \`load_balancing.cross_zone.enabled\` out, or turn \`stickiness.enabled\` off.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/disable-cross-zone.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/sticky-sessions.html',
  ],

  over: 'targetGroup',
  check({ targetGroup }, { need }) {
    const { crossZone, stickiness, targetType } = targetGroup;
    if (crossZone.kind === 'defaulted' || need(crossZone) !== 'false') return;
    if (need(targetType) === 'lambda')
      return {
        message: `\`${targetGroup.id}\` turns cross-zone load balancing off, but its target is a function, which lies in no zone`,
        at: [crossZone, 'each zone keeps to its own targets'],
        because: [[targetType, 'functions lie in no zone']],
      };
    // A Network Load Balancer knows clients by their addresses, and is off by default.
    if (!isHttp(need(targetGroup.protocol)) || !need(stickiness)) return;
    return {
      message: `\`${targetGroup.id}\` turns cross-zone load balancing off and keeps clients with one target, which may lie in another zone`,
      at: [crossZone, 'each zone keeps to its own targets'],
      because: [[stickiness, 'keeps a client with one target']],
    };
  },
});
