import { defineRule } from '../src/rule.ts';

export default defineRule({
  id: 'waf-default-action-block',
  title: 'the web ACL blocks each request, since none of its rules lets any pass',
  status: ['403'],
  during: 'always',
  severity: 'warning',
  why: `
    A request that no rule of the web ACL decides meets its default action. Where that is to block, and no rule allows
    anything, each request is answered with 403 before the load balancer looks at its listeners.
  `,
  remedy: `
    Let \`DefaultAction\` be \`Allow\`, or add rules that allow what is to pass.
  `,
  references: [
    'https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-default-action.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html',
  ],

  over: 'loadBalancer',
  check({ loadBalancer, webAcls }, { need, peek }) {
    for (const association of webAcls) {
      // Web ACLs that are made elsewhere have their rules there.
      const acl = peek(association.webAcl);
      if (!acl?.exists || need(acl.defaultAction) !== 'block' || need(acl.allows)) continue;
      return {
        message: `\`${acl.id}\` blocks what no rule allows, and none of its rules allows anything, so \`${loadBalancer.id}\` answers 403 to each request`,
        at: [acl.defaultAction, 'blocks each request that no rule decides'],
        because: [[association, `put before \`${loadBalancer.id}\``]],
      };
    }
    return;
  },
});
