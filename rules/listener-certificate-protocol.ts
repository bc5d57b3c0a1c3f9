import { defineRule, show } from '../src/rule.ts';

export default defineRule({
  id: 'listener-certificate-protocol',
  title: 'a listener has TLS without a certificate, or a certificate without TLS',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    An HTTPS listener needs its default certificate when it is created; certificates that are added later, by name, do
    not stand in for it. An HTTP listener takes neither a certificate nor a TLS policy: "An SSL policy cannot be
    specified for HTTP listeners". Elastic Load Balancing refuses both, and the stack rolls back.
  `,
  remedy: `
    Write \`Certificates\` on the HTTPS listener, and leave \`Certificates\` and \`SslPolicy\` off the HTTP one.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-https-listener.html',
  ],
  also: ['cfn-lint E3676'],

  over: 'listener',
  check({ listener }, { need }) {
    const { id, protocol, certificates, sslPolicy } = listener;
    const spoken = need(protocol);
    if (spoken === 'HTTPS' && need(certificates).length === 0)
      return {
        message: `\`${id}\` speaks HTTPS, but has no certificate`,
        at: [certificates, 'no certificate to show to clients'],
        because: [[protocol, 'TLS needs one']],
      };
    if (spoken !== 'HTTP') return;
    if (need(certificates).length > 0)
      return {
        message: `\`${id}\` has a certificate, but speaks plain HTTP`,
        at: [protocol, 'no TLS to use a certificate for'],
        because: [[certificates, 'AWS refuses these on an HTTP listener']],
      };
    if (need(sslPolicy) === undefined) return;
    return {
      message: `\`${id}\` has the TLS policy ${show(sslPolicy)}, but speaks plain HTTP`,
      at: [sslPolicy, 'AWS refuses it on an HTTP listener'],
      because: [[protocol, 'no TLS to have a policy for']],
    };
  },
});
