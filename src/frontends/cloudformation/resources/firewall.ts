import type { WebAcl, WebAclAssociation } from '../../../graph/firewall.ts';
import { lazy } from '../../../lazy.ts';
import type { Value } from '../../../value.ts';
import type { Evaluated } from '../evaluated.ts';
import { Properties, unknown } from '../properties.ts';
import type { Stack } from '../stack.ts';
import type { ResourceDeclaration } from '../template.ts';
import { required } from './load-balancer.ts';

const aclDocs = 'https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateWebACL.html';

export function readWebAclAssociation(declaration: ResourceDeclaration, stack: Stack): WebAclAssociation {
  const properties = () => stack.properties(declaration);
  const regional = declaration.type === 'AWS::WAFRegional::WebACLAssociation';
  return lazy(stack.scenarios, stack.base(declaration), {
    loadBalancer: () => required(properties(), 'ResourceArn', stack, 'AWS::ElasticLoadBalancingV2::LoadBalancer'),
    webAcl: () =>
      required(
        properties(),
        regional ? 'WebACLId' : 'WebACLArn',
        stack,
        regional ? 'AWS::WAFRegional::WebACL' : 'AWS::WAFv2::WebACL',
      ),
  });
}

export function readWebAcl(declaration: ResourceDeclaration, stack: Stack): WebAcl {
  const properties = () => stack.properties(declaration);
  const regional = declaration.type === 'AWS::WAFRegional::WebACL';
  return lazy(stack.scenarios, stack.base(declaration), {
    defaultAction: (): Value<string> => (regional ? classicAction(properties()) : defaultActionOf(properties())),
    allows: (): Value<boolean> => allows(properties()),
  });
}

function defaultActionOf(properties: Properties): Value<string> {
  const action = properties.in('DefaultAction');
  for (const [key, value] of [
    ['Allow', 'allow'],
    ['Block', 'block'],
  ] as const)
    if (action.keys.includes(key)) return { kind: 'known', value, span: action.keySpan(key), via: [] };
  return properties.missing('DefaultAction');
}

/** AWS WAF Classic writes `Type: BLOCK`. */
const classicAction = (properties: Properties): Value<string> =>
  properties.in('DefaultAction').required('Type', (s) => s.toLowerCase());

/** Whether a rule lets requests pass that the default action would stop; rule groups may, unseen. */
function allows(properties: Properties): Value<boolean> {
  const rules = properties.list('Rules', (item) => item, { value: [], docs: aclDocs });
  if (rules.kind === 'unknown') return rules;
  const { span } = rules;
  for (const rule of rules.value) {
    const verdict = ruleAllows(rule);
    if (verdict === 'hidden')
      return unknown({ kind: 'runtime', name: 'what its rules allow' }, `allows@${span.start}`, span);
    if (verdict) return { kind: 'known', value: true, span, via: [] };
  }
  return { kind: 'known', value: false, span, via: [] };
}

function ruleAllows(rule: Evaluated): boolean | 'hidden' {
  const properties = new Properties(rule, rule.span);
  const action = properties.in('Action');
  const classic = action.get('Type');
  if (classic) return classic.kind === 'literal' ? classic.text === 'ALLOW' : 'hidden';
  if (action.keys.includes('Allow')) return true;
  return action.keys.length === 0 ? 'hidden' : false;
}
