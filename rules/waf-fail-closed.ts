import { defineRule } from '../src/rule.ts';

export default defineRule({
  id: 'waf-fail-closed',
  title: 'requests are refused while AWS WAF does not answer',
  status: ['500'],
  during: 'sporadic',
  severity: 'info',
  profile: 'strict',
  why: `
    With a web ACL the load balancer asks AWS WAF about each request. When AWS WAF answers with an error or not in time,
    the load balancer answers 500, unless \`waf.fail_open.enabled\` lets the request pass instead. Which of the two is
    right is a question of security against availability.
  `,
  remedy: `
    Set \`waf.fail_open.enabled\` to \`true\` if requests are to pass while AWS WAF cannot be asked.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html#load-balancer-waf',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html',
  ],

  over: 'loadBalancer',
  check({ loadBalancer, webAcls }, { need }) {
    const [association] = webAcls;
    if (!association) return;
    const open = loadBalancer.attributes.get('waf.fail_open.enabled');
    if (need(open)?.toLowerCase() === 'true') return;
    return {
      message: `\`${loadBalancer.id}\` answers 500 to requests that AWS WAF cannot be asked about`,
      at: [open, 'does not let requests pass unasked'],
      because: [[association, 'each request is shown to AWS WAF']],
    };
  },
});
