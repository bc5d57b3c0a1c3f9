import { type Ask, admitsAnybody, defineRule, doorOf, type ListenerUse, namesOf, show } from '../src/rule.ts';

export default defineRule({
  id: 'sg-alb-listener-port-closed',
  title: 'no security group of the load balancer admits anybody on the port of a listener',
  status: ['no answer'],
  during: 'always',
  severity: 'error',
  why: `
    Clients connect to the load balancer's network interfaces, which its security groups guard. No rule of theirs admits
    anything on the listener's port, so the first packet of every client is dropped. Clients wait until they give up; no
    HTTP code is sent, and neither access logs nor metrics show the attempt.
  `,
  remedy: `
    Admit clients on the listener's port in a security group of the load balancer, or remove the listener.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-update-security-groups.html#security-group-recommended-rules',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#target-cannot-connect',
  ],

  over: 'listener',
  check(use, ask) {
    const { need } = ask;
    const { listener } = use;
    const loadBalancer = need(listener.loadBalancer);
    if (need(loadBalancer.kind) !== 'application' || loadBalancer.securityGroups.kind === 'defaulted') return;
    const admission = need(admitsAnybody(loadBalancer.securityGroups, listener.port));
    if (admission.extent !== 'closed') return;
    // A rule that names no source is a fault of its own.
    if (admission.near.some(({ wrong }) => wrong === 'no-source')) return;

    const alb = namesOf(loadBalancer.securityGroups);
    const redirects = onlyRedirects(use, ask);
    // Somebody has a switch for it, and knows who comes in while it is off.
    const isSwitchedOff = need(loadBalancer.securityGroups).some((group) => ask.peek(group)?.shutByConditions);
    return {
      message: `\`${listener.id}\` listens on port ${show(listener.port)}, but no rule of the load balancer's ${alb} admits anybody there`,
      severity: redirects || isSwitchedOff ? 'warning' : 'error',
      at: [listener.port, `no client reaches port ${show(listener.port)}`],
      because: [doorOf(admission, loadBalancer.securityGroups, 'clients', 'nobody is admitted on that port')],
    };
  },
});

/** A listener that only sends browsers on to HTTPS is missed by few. */
function onlyRedirects({ listener, rules }: ListenerUse, { peek }: Ask): boolean {
  return rules.length === 0 && (peek(listener.defaultActions) ?? []).some(({ redirect }) => redirect);
}
