import { defineRule, show } from '../src/rule.ts';

export default defineRule({
  id: 'listener-protocol-port-unusual',
  title: 'a listener speaks one protocol on the port of the other',
  status: ['400', 'no answer'],
  during: 'always',
  severity: 'warning',
  why: `
    Clients choose the protocol by the port: \`https://\` goes to 443, \`http://\` to 80. A browser that starts a TLS
    handshake on a port that speaks plain HTTP shows an error page without any code; one that sends plain HTTP to a TLS
    port gets 400 from the load balancer. Either way the request reaches no rule and no target.
  `,
  remedy: `
    Let the HTTPS listener have port 443 and the HTTP listener port 80.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html#listener-configuration',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#http-400-issues',
  ],

  over: 'listener',
  check({ listener }, { need }) {
    const { id, protocol, port } = listener;
    const spoken = need(protocol);
    if (spoken !== 'HTTP' && spoken !== 'HTTPS') return;
    // A module that takes protocol and port apart is called with both.
    if (port.via.some((hop) => hop.kind === 'parameter-default')) return;
    const number = need(port);
    if (spoken === 'HTTP' ? number !== 443 && number !== 8443 : number !== 80) return;
    return {
      message: `\`${id}\` speaks ${spoken === 'HTTP' ? 'plain HTTP' : 'HTTPS'} on port ${show(port)}, where clients expect ${spoken === 'HTTP' ? 'HTTPS' : 'plain HTTP'}`,
      confidence: 'likely',
      at: [protocol, 'this protocol'],
      because: [[port, 'on the port of the other one']],
    };
  },
});
