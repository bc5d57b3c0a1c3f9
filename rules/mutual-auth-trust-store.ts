import { defineRule, show } from '../src/rule.ts';

export default defineRule({
  id: 'mutual-auth-trust-store',
  title: 'a listener verifies client certificates without what that takes',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    In mode \`verify\` the load balancer checks each client certificate against the authorities of a trust store, so it
    needs one; and client certificates are exchanged in the TLS handshake, so the listener has to speak HTTPS. Elastic
    Load Balancing refuses a listener that lacks either, and the stack rolls back.
  `,
  remedy: `
    Name a \`TrustStoreArn\` beside \`Mode: verify\`, or use \`Mode: passthrough\` and let the application verify.
    Take \`MutualAuthentication\` off HTTP listeners.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_MutualAuthenticationAttributes.html',
  ],

  over: 'listener',
  check({ listener }, { need }) {
    const { id, protocol, mutualAuthentication } = listener;
    const { mode, trustStore } = mutualAuthentication;
    if (!['verify', 'passthrough'].includes(need(mode))) return;
    if (need(protocol) === 'HTTP')
      return {
        message: `\`${id}\` asks for client certificates in mode ${show(mode)}, but speaks plain HTTP`,
        at: [mode, 'client certificates need TLS'],
        because: [[protocol, 'no TLS here']],
      };
    if (need(mode) !== 'verify' || trustStore.kind !== 'defaulted') return;
    return {
      message: `\`${id}\` verifies client certificates, but has no trust store to verify them with`,
      at: [mode, 'needs a TrustStoreArn beside it'],
    };
  },
});
