import { expect, test } from 'vitest';
import { lint } from '../src/lint.ts';
import { read } from '../src/source/read.ts';
import { plain } from '../src/source/tree.ts';
import { fixtures, rules } from './all-rules.ts';

// What is said of Application Load Balancers is not said of Network Load Balancers in the same place.

/** What no Network Load Balancer has: functions, versions of HTTP, rules, actions but `forward`, and a firewall. */
const foreign =
  /"(ProtocolVersion|MutualAuthentication|RedirectConfig|FixedResponseConfig)":|"(authenticate-|Authenticate|Jwt)|"(slow_start|load_balancing\.algorithm)\.|"(lambda|AWS::ElasticLoadBalancingV2::ListenerRule|AWS::WAFv2::WebACLAssociation)"/;

/** A template with a Network Load Balancer for each Application Load Balancer, if there can be one. */
function behindNetwork(text: string): string | undefined {
  if (foreign.test(text)) return;
  const template: Template = JSON.parse(text);
  const elastic = Object.values(template.Resources).filter(({ Type }) => Type.startsWith(elb));
  if (elastic.length === 0) return;
  for (const resource of elastic) {
    const { Properties: properties = {} } = resource;
    const { Protocol: protocol } = properties;
    if (resource.Type === `${elb}LoadBalancer`) resource.Properties = { ...properties, Type: 'network' };
    else if (protocol !== undefined) resource.Properties = { ...properties, Protocol: layer4(protocol) };
  }
  return JSON.stringify({ ...template, ...(template.Parameters && { Parameters: layer4(template.Parameters) }) });
}

interface Template {
  readonly Parameters?: object;
  readonly Resources: Readonly<Record<string, { Type: string; Properties?: { Type?: unknown; Protocol?: unknown } }>>;
}

const elb = 'AWS::ElasticLoadBalancingV2::';

const layer4 = (protocol: unknown): unknown =>
  JSON.parse(JSON.stringify(protocol).replaceAll('"HTTP"', '"TCP"').replaceAll('"HTTPS"', '"TLS"'));

/** Rules that hold behind a Network Load Balancer too: of what AWS refuses there as well, and of tasks and instances. */
const alike: readonly string[] = [
  'acm-certificate-unvalidated',
  'action-shape-invalid',
  'asg-attached-to-ecs-target-group',
  'asg-health-check-grace-zero',
  'asg-single-az',
  'asg-target-group-type',
  'attribute-duplicate',
  'attribute-unknown-key',
  'awsvpc-host-port-mismatch',
  'awsvpc-network-configuration-missing',
  'az-rebalancing-max-percent',
  'circuit-breaker-unsupported',
  'container-health-check-invalid',
  'container-health-check-missing-tool',
  'container-health-check-port-mismatch',
  'container-port-duplicate',
  'deployment-config-deadlock',
  'deregistration-delay-range',
  'duplicate-listener-port',
  'external-launch-type-with-load-balancer',
  'fargate-network-mode',
  'fixed-name-replacement',
  'forward-stickiness-missing',
  'grace-period-excessive',
  'health-check-disabled',
  'health-check-port-invalid',
  'health-threshold-order',
  'host-port-reserved-or-ephemeral',
  'instance-sg-unresolvable',
  'ipv6-target-group',
  'min-healthy-exceeds-targets',
  'name-invalid',
  'network-mode-none-with-ports',
  'nonessential-load-balanced-container',
  'route53-alias-wrong-load-balancer',
  'service-container-not-found',
  'service-container-port-not-mapped',
  'service-load-balancer-ambiguous',
  'service-missing-listener-dependency',
  'sg-port-range-inverted',
  'sg-protocol-needs-ports',
  'sg-rule-without-source',
  'start-timeout-range',
  'static-host-port-blocks-rolling-deploy',
  'stop-timeout-range',
  'target-group-not-attached',
  'target-group-shared-across-load-balancers',
  'target-type-network-mode-mismatch',
  'targets-static-in-ecs-group',
  'vpc-mismatch',
];

test.each(rules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  const findings = fixtures
    .filter((f) => f.rule === rule && f.expected === 'bad')
    .flatMap(({ file }) => behindNetwork(JSON.stringify(plain(read(file)))) ?? [])
    .flatMap((text) => lint([{ path: 'network.json', text }], [rule]).findings);
  if (alike.includes(id)) expect(findings).not.toEqual([]);
  else expect(findings.map(({ message }) => message)).toEqual([]);
});
