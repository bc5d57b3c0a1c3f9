import { defineRule } from '../src/rule.ts';

export default defineRule({
  id: 'desync-mode-strictest',
  title: 'requests that keep to the letter of RFC 7230 are the only ones let through',
  status: ['400'],
  during: 'always',
  severity: 'info',
  profile: 'strict',
  why: `
    The load balancer sorts requests by how well they keep to RFC 7230. In the mode \`strictest\` it answers with 400 to
    all that are not fully compliant, also to those that it knows to be harmless and that the default mode \`defensive\`
    lets through. Such a request never reaches a target. AWS recommends the mode for security, after a look at the metric.
  `,
  remedy: `
    Look at the metric \`DesyncMitigationMode_NonCompliant_Request_Count\`; if clients of yours are counted there, set
    \`routing.http.desync_mitigation_mode\` to \`defensive\`.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html#desync-mitigation-mode',
    'https://aws.github.io/aws-elb-best-practices/security/vulnerability_management/',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html',
  ],

  over: 'loadBalancer',
  check({ loadBalancer }, { need }) {
    const mode = loadBalancer.attributes.get('routing.http.desync_mitigation_mode');
    if (need(mode) !== 'strictest' || need(loadBalancer.kind) !== 'application') return;
    const statement = 'requests that are not fully compliant with RFC 7230 are answered with 400, harmless ones too';
    return { message: `\`${loadBalancer.id}\`: ${statement}`, statement, at: [mode, 'the strictest of three modes'] };
  },
});
