import { defineRule, show } from '../src/rule.ts';

export default defineRule({
  id: 'acm-certificate-unvalidated',
  title: 'a listener waits for a certificate that somebody has to confirm by hand',
  status: ['deploy'],
  during: 'deploy',
  severity: 'warning',
  why: `
    ACM issues a certificate once the domain's ownership is proved. With validation by email, which is what
    CloudFormation takes where nothing is said, a person has to follow a link; with DNS validation and no hosted zone,
    a person has to write the CNAME record. Until then the stack stays in CREATE_IN_PROGRESS, the HTTPS listener does not
    exist and clients get no connection; after 72 hours the certificate fails and the stack rolls back.
  `,
  remedy: `
    Set \`ValidationMethod: DNS\` and name the \`HostedZoneId\` in \`DomainValidationOptions\`: CloudFormation then writes
    the record itself.
  `,
  references: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-certificatemanager-certificate.html',
    'https://docs.aws.amazon.com/acm/latest/userguide/domain-ownership-validation.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html',
  ],

  over: 'certificate',
  check({ certificate, listeners }, { need }) {
    const [listener] = listeners;
    if (!listener || need(certificate.authority) !== undefined) return;
    const method = need(certificate.validationMethod);
    if (method !== 'EMAIL' && method !== 'DNS') return;
    const validations = need(certificate.validations);
    if (method === 'DNS' && validations.some(({ hostedZone }) => need(hostedZone) !== undefined)) return;
    const written = certificate.validationMethod.kind === 'known';
    const statement =
      method === 'EMAIL'
        ? `is validated by ${written ? '' : 'default by '}email, so the stack waits until somebody follows the link`
        : 'is validated by DNS in no hosted zone, so the stack waits until somebody writes the record';
    return {
      message: `\`${certificate.id}\`, which \`${listener.id}\` serves, ${statement}`,
      statement,
      // Whoever names the method means to confirm by hand.
      severity: written ? 'info' : 'warning',
      confidence: 'likely',
      at: [
        certificate.validationMethod,
        written ? `validation by ${show(certificate.validationMethod)}` : 'no ValidationMethod: AWS takes email',
      ],
      because: [[listener.certificates, 'the listener waits for it']],
    };
  },
});
