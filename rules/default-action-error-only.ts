import { defineRule, show } from '../src/rule.ts';

export default defineRule({
  id: 'default-action-error-only',
  title: 'a listener answers every request with the same error',
  status: ['503'],
  during: 'always',
  severity: 'info',
  why: `
    A fixed response as the default action is what remains when no rule takes a request. Where the listener has no rule,
    it is the answer to everything: the load balancer says 404 or 503 itself, no target group is asked, and the health
    checks of targets, if there are any, say nothing about it.
  `,
  remedy: `
    Add rules to the listener, or forward from its default action. Where another deployment adds the rules, export the
    listener's ARN.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html#fixed-response-actions',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html',
  ],

  over: 'listener',
  check({ listener, rules }, { need }) {
    if (
      rules.length > 0 ||
      listener.referrers.some(({ type }) => type !== 'AWS::ElasticLoadBalancingV2::ListenerCertificate')
    )
      return;
    const answer = need(listener.defaultActions).find((action) => need(action.type) === 'fixed-response');
    if (!answer?.fixedResponse || !/^[45]\d\d$/.test(need(answer.fixedResponse.statusCode))) return;
    const loadBalancer = listener.loadBalancer.kind === 'unknown' ? undefined : need(listener.loadBalancer);
    // A listener that can be looked up from the load balancer gets its rules elsewhere.
    if (!loadBalancer || loadBalancer.referrers.some(({ kind, identifies }) => kind === 'output' && identifies)) return;
    const statement = `answers every request with ${show(answer.fixedResponse.statusCode)}, for it has no rule`;
    return {
      message: `\`${listener.id}\` ${statement}`,
      statement,
      at: [answer.fixedResponse.statusCode, 'the answer to every request'],
    };
  },
});
