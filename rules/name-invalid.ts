import { type Ask, defineRule, over, type Resource, show } from '../src/rule.ts';

export default defineRule({
  id: 'name-invalid',
  title: 'a name of a load balancer or target group that Elastic Load Balancing refuses',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    Names of load balancers and target groups have at most 32 characters, letters, digits and hyphens only, and neither
    begin nor end with a hyphen; the name of a load balancer does not begin with \`internal-\` either. Elastic Load
    Balancing refuses any other name, and the stack is rolled back.
  `,
  remedy: `
    Write a name that is allowed, or leave \`Name\` out: CloudFormation then makes one up that is unique, which
    replacements need anyway.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html',
  ],

  over: 'loadBalancer',
  check: ({ loadBalancer }, ask) => judge(loadBalancer, ask, /^internal-/),

  and: over('targetGroup', ({ targetGroup }, ask) => judge(targetGroup, ask)),
});

function judge(resource: Resource, { need }: Ask, reserved?: RegExp) {
  const name = resource.property('Name');
  // Of a name with holes nobody here knows the length.
  if (name.kind === 'unknown' && name.parts) return;
  const written = need(name);
  const fault = written === undefined || placeholder.test(written) ? undefined : faultOf(written, reserved);
  if (fault === undefined) return;
  return {
    message: `\`${resource.id}\` is to be named ${show(name)}, and a name ${fault}`,
    at: [name, `a name ${fault}`] as const,
  };
}

/** What another tool puts a text in for before CloudFormation reads it; of `${AWS::…}` only `Fn::Sub` makes one. */
const placeholder = /\$\w|\$\{\w+\}|\{\{.*\}\}/;

const onlyLetters = 'letters, digits and hyphens only';

function faultOf(name: string, reserved?: RegExp): string | undefined {
  const isMixed = /[^A-Za-z0-9-]/.test(name);
  if (name.length > 32) return `has at most 32 characters, not ${name.length}${isMixed ? `, and ${onlyLetters}` : ''}`;
  if (isMixed) return `has ${onlyLetters}`;
  if (/^-|-$/.test(name)) return 'neither begins nor ends with a hyphen';
  return reserved?.test(name) ? 'does not begin with `internal-`' : undefined;
}
