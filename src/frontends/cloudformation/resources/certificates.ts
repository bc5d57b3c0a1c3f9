import type { Certificate, DomainValidation, ListenerCertificate, MutualAuthentication } from '../../../graph/front.ts';
import { lazy } from '../../../lazy.ts';
import { map, type Value } from '../../../value.ts';
import type { Evaluated } from '../evaluated.ts';
import { Properties, text } from '../properties.ts';
import type { Stack } from '../stack.ts';
import type { ResourceDeclaration } from '../template.ts';
import { required } from './load-balancer.ts';

const request = 'https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html';
const listenerDocs =
  'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_MutualAuthenticationAttributes.html';

/** The certificates that a list names; those of other stacks are unknown. An entry that comes to nothing names none. */
export function certificatesOf(properties: Properties, stack: Stack): Value<readonly Value<Certificate>[]> {
  const entries = properties.list(
    'Certificates',
    (item) => {
      const named = new Properties(item, item.span).get('CertificateArn');
      return named ? [stack.link(named, 'AWS::CertificateManager::Certificate')] : [];
    },
    { value: [], docs: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html' },
  );
  return map(entries, (lists) => lists.flat());
}

export function readListenerCertificate(declaration: ResourceDeclaration, stack: Stack): ListenerCertificate {
  const properties = () => stack.properties(declaration);
  return lazy(stack.scenarios, stack.base(declaration), {
    listener: () => required(properties(), 'ListenerArn', stack, 'AWS::ElasticLoadBalancingV2::Listener'),
    certificates: () => certificatesOf(properties(), stack),
  });
}

export function mutualAuthenticationOf(properties: Properties): MutualAuthentication {
  const mutual = properties.in('MutualAuthentication');
  return {
    span: mutual.span,
    mode: mutual.parsed('Mode', (mode) => mode.toLowerCase(), { value: 'off', docs: listenerDocs }),
    trustStore: mutual.text<undefined>('TrustStoreArn', { value: undefined, docs: listenerDocs }),
  };
}

export function readCertificate(declaration: ResourceDeclaration, stack: Stack): Certificate {
  const properties = () => stack.properties(declaration);
  const absent = { value: undefined, docs: request };
  return lazy(stack.scenarios, stack.base(declaration), {
    domainName: () => properties().requiredText('DomainName'),
    alternativeNames: () => properties().list('SubjectAlternativeNames', text, { value: [], docs: request }),
    // CloudFormation validates by email where nothing is said.
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-certificatemanager-certificate.html
    validationMethod: () =>
      properties().parsed('ValidationMethod', (s) => s.toUpperCase(), { value: 'EMAIL', docs: request }),
    validations: () => properties().list('DomainValidationOptions', validation, { value: [], docs: request }),
    authority: () => properties().text<undefined>('CertificateAuthorityArn', absent),
  });
}

function validation(item: Evaluated): DomainValidation {
  const properties = new Properties(item, item.span);
  const absent = { value: undefined, docs: request };
  return {
    span: item.span,
    domainName: properties.requiredText('DomainName'),
    hostedZone: properties.text<undefined>('HostedZoneId', absent),
  };
}
