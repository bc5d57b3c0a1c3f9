import { type Ask, type Certificate, defineRule, type Listener, type Value } from '../src/rule.ts';

export default defineRule({
  id: 'certificate-name-mismatch',
  title: 'a rule waits for a host name that no certificate of its listener covers',
  status: ['no answer'],
  during: 'always',
  severity: 'info',
  profile: 'strict',
  why: `
    The load balancer picks the certificate by the name that the client asks for, and falls back to the default one. A
    browser that asks for a name which that certificate does not hold stops with NET::ERR_CERT_COMMON_NAME_INVALID before
    it sends a request, so the rule for that host is never asked. A wildcard stands for one label: \`*.example.com\`
    covers \`www.example.com\`, not \`example.com\` and not \`a.b.example.com\`.
  `,
  remedy: `
    Add the name to the certificate's \`SubjectAlternativeNames\`, or a certificate of its own to the listener.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html',
    'https://docs.aws.amazon.com/acm/latest/userguide/acm-certificate-characteristics.html',
  ],

  over: 'listener',
  check({ listener, rules, certificates }, ask) {
    const { need, peek } = ask;
    if (need(listener.protocol) !== 'HTTPS') return;
    const asked = rules.flatMap(({ conditions }) =>
      need(conditions)
        .filter(({ field }) => need(field) === 'host-header')
        .flatMap(({ values }) => [...need(values)]),
    );
    const names = asked.length > 0 ? [listener, ...certificates].flatMap((holder) => namesOf(holder, ask)) : [];
    if (names.length === 0) return;
    const uncovered = asked.filter((host) => {
      const text = peek(host);
      return text !== undefined && !/[*?]/.test(text) && !names.some((name) => isFor(need(name), text));
    });
    if (uncovered.length === 0) asked.map(need);
    return uncovered.map((host) => {
      const statement = `waits for \`${need(host)}\`, which no certificate of its listener covers`;
      return {
        message: `a rule of \`${listener.id}\` ${statement}`,
        statement,
        at: [host, 'browsers stop at the certificate'],
        because: names.slice(0, 1).map((name) => [name, 'the name of the certificate'] as const),
      };
    });
  },
});

const namesOf = ({ certificates }: Pick<Listener, 'certificates'>, { need }: Ask): readonly Value<string>[] =>
  need(certificates).flatMap((value) => {
    const certificate: Certificate = need(value);
    return [certificate.domainName, ...need(certificate.alternativeNames)];
  });

function isFor(name: string, host: string): boolean {
  const [wanted, given] = [host.toLowerCase(), name.toLowerCase()];
  return given.startsWith('*.') ? wanted.slice(wanted.indexOf('.')) === given.slice(1) : wanted === given;
}
