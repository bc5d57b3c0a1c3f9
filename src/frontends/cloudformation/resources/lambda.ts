import type { LambdaFunction } from '../../../graph/compute.ts';
import type { Invocation, InvocationSource, LambdaPermission } from '../../../graph/lambda.ts';
import { lazy } from '../../../lazy.ts';
import { entryOf } from '../../../source/tree.ts';
import type { Unknown, Value } from '../../../value.ts';
import type { Evaluated } from '../evaluated.ts';
import { type Default, Properties, text, unknown, unknownOf } from '../properties.ts';
import type { Stack } from '../stack.ts';
import type { ResourceDeclaration } from '../template.ts';

const functionDocs = 'https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html';
const concurrencyDocs = 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html';
const permissionDocs = 'https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html';

/** The serverless transform makes a function of the same name, and permissions for its events, none of which is a load balancer. */
const functionTypes = ['AWS::Lambda::Function', 'AWS::Serverless::Function'] as const;

const aliasTypes = ['AWS::Lambda::Alias', 'AWS::Lambda::Version'];

/** The functions of all stacks, those of the stack itself first. */
const functionsOf = (stack: Stack): readonly LambdaFunction[] =>
  [...new Set([stack, ...stack.application.stacks])].flatMap((each) => functionTypes.flatMap((type) => each.all(type)));

export function readLambdaFunction(declaration: ResourceDeclaration, stack: Stack): LambdaFunction {
  const number = <D>(key: string, otherwise: Default<D>): Value<number | D> => {
    const written = stack.properties(declaration).number(key, otherwise);
    const common = written.kind === 'defaulted' ? shared(declaration, stack)?.number(key, otherwise) : undefined;
    return common && common.kind !== 'defaulted' ? common : written;
  };
  return lazy(stack.scenarios, stack.base(declaration), {
    timeout: () => number('Timeout', { value: 3, docs: functionDocs }),
    reservedConcurrency: () =>
      number<undefined>('ReservedConcurrentExecutions', { value: undefined, docs: concurrencyDocs }),
  });
}

/**
 * What a serverless function leaves out may stand in `Globals`.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html
 */
function shared({ type }: ResourceDeclaration, { evaluator }: Stack): Properties | undefined {
  const globals = type === 'AWS::Serverless::Function' ? entryOf(evaluator.template.tree, 'Globals') : undefined;
  const ofFunctions = entryOf(globals?.value, 'Function');
  return ofFunctions && new Properties(evaluator.evaluate(ofFunctions.value), ofFunctions.key);
}

export function readLambdaPermission(declaration: ResourceDeclaration, stack: Stack): LambdaPermission {
  const properties = () => stack.properties(declaration);
  const written = (key: string) => properties().requiredText(key);
  return lazy(stack.scenarios, stack.base(declaration), {
    invocation: (): LambdaPermission['invocation'] => {
      const named = properties().get('FunctionName');
      return named ? invocationOf(named, stack) : properties().missing('FunctionName');
    },
    action: () => written('Action'),
    principal: () => principalOf(written('Principal')),
    caller: () => callerOf(properties(), stack),
  });
}

/** `elasticloadbalancing.${AWS::URLSuffix}` is the service in whichever partition. */
function principalOf(principal: Value<string>): Value<string> {
  if (principal.kind !== 'unknown') return principal;
  const [name, suffix, ...rest] = principal.parts ?? [];
  const isService = typeof name === 'string' && typeof suffix === 'object' && suffix.symbol === 'AWS::URLSuffix';
  if (!isService || rest.length > 0) return principal;
  const { span, via } = principal;
  return { kind: 'known', value: `${name}amazonaws.com`, span, via };
}

/** The function of the template, or the version or alias of one, that a name or an ARN stands for. */
export function invocationOf(evaluated: Evaluated, stack: Stack): Value<Invocation | undefined> {
  const { span, via } = evaluated;
  const known = (value: Invocation | undefined): Value<Invocation | undefined> => ({ kind: 'known', value, span, via });
  if (evaluated.kind === 'reference') {
    const linked = stack.link(evaluated, ...functionTypes);
    if (linked.kind !== 'unknown') return known({ function: linked.value, qualifier: whole(span) });
    const found = stack.application.found(evaluated);
    if (!found || !aliasTypes.includes(found.declaration.type)) return linked;
    const behind = qualified(found.declaration, found.stack);
    return behind.kind === 'unknown' ? behind : known(behind.value);
  }
  const read = text(evaluated);
  const parts = read.kind === 'unknown' ? (read.parts ?? [read]) : [read.value];
  return invocationIn(parts, evaluated, stack) ?? unknownOf(evaluated);
}

const whole = (span: Evaluated['span']): Value<undefined> => ({
  kind: 'defaulted',
  value: undefined,
  docs: permissionDocs,
  span,
  via: [],
});

/** `Ref` of an alias or a version is its ARN. */
function qualified(declaration: ResourceDeclaration, stack: Stack): Value<Invocation | undefined> {
  const properties = stack.properties(declaration);
  const named = properties.get('FunctionName');
  const of = named ? invocationOf(named, stack) : properties.missing('FunctionName');
  if (of.kind === 'unknown' || !of.value) return of;
  const { logicalId, type, key } = declaration;
  const qualifier =
    type === 'AWS::Lambda::Alias'
      ? properties.requiredText('Name')
      : unknown({ kind: 'runtime', name: logicalId }, `version(${stack.name}/${logicalId})`, key);
  return { ...of, value: { function: of.value.function, qualifier } };
}

/** A name or an ARN in pieces; nothing where it cannot be told what it names. */
function invocationIn(
  parts: readonly (string | Unknown)[],
  { span, via }: Evaluated,
  stack: Stack,
): Value<Invocation | undefined> | undefined {
  const functions = functionsOf(stack);
  const owners = parts.map((part) => (typeof part === 'object' ? ownerOf(part, functions) : undefined));
  const at = owners.findIndex((owner) => owner !== undefined);
  const found = owners[at];
  if (found) {
    const before = parts[at - 1];
    if (before !== undefined && !(typeof before === 'string' && before.endsWith(':'))) return undefined;
    const qualifier = qualifierIn(parts.slice(at + 1), span, via);
    return qualifier && { kind: 'known', value: { function: found, qualifier }, span, via };
  }
  const [only, ...more] = parts;
  if (typeof only !== 'string' || more.length > 0) return undefined;
  const [, name = '', , version] = /^(?:.*:function:)?([\w-]+)(:([\w$-]+))?$/.exec(only) ?? [];
  for (const each of functions) {
    const own = each.property('FunctionName');
    if (own.kind === 'unknown') return undefined;
    if (own.value !== name) continue;
    const qualifier: Value<string | undefined> =
      version === undefined ? whole(span) : { kind: 'known', value: version, span, via };
    return { kind: 'known', value: { function: each, qualifier }, span, via };
  }
  return { kind: 'known', value: undefined, span, via };
}

const ownerOf = ({ symbol }: Unknown, functions: readonly LambdaFunction[]): LambdaFunction | undefined =>
  functions.find(({ key }) => symbol === key || symbol === `${key}.Arn`);

/** What follows the function: nothing, or a colon and one piece. */
function qualifierIn(
  [colon, hole, ...rest]: readonly (string | Unknown)[],
  span: Evaluated['span'],
  via: Evaluated['via'],
): Value<string | undefined> | undefined {
  if (colon === undefined) return whole(span);
  if (typeof colon !== 'string' || !colon.startsWith(':') || rest.length > 0) return undefined;
  if (hole === undefined) return { kind: 'known', value: colon.slice(1), span, via };
  return colon === ':' && typeof hole === 'object' ? hole : undefined;
}

const balancing = ['LoadBalancer', 'Listener', 'ListenerRule'].map((name) => `AWS::ElasticLoadBalancingV2::${name}`);
const elbTypes = /:(loadbalancer|listener|listener-rule)\//;

function callerOf(properties: Properties, stack: Stack): Value<InvocationSource> {
  const evaluated = properties.get('SourceArn');
  if (!evaluated)
    return { kind: 'defaulted', value: { kind: 'any' }, docs: permissionDocs, span: properties.span, via: [] };
  const { span, via } = evaluated;
  const known = (value: InvocationSource): Value<InvocationSource> => ({ kind: 'known', value, span, via });
  if (evaluated.kind === 'reference') {
    const group = stack.link(evaluated, 'AWS::ElasticLoadBalancingV2::TargetGroup');
    if (group.kind !== 'unknown') return known({ kind: 'target-group', targetGroup: group.value });
    const type = stack.application.found(evaluated)?.declaration.type ?? '';
    return balancing.includes(type) ? known({ kind: 'other', says: `\`${evaluated.logicalId}\`` }) : group;
  }
  const read = text(evaluated);
  const parts = read.kind === 'unknown' ? (read.parts ?? []) : [read.value];
  const pattern = parts.map((part) => (typeof part === 'string' ? part : '\u0000')).join('');
  const [, name] = /:targetgroup\/([^/]+)/.exec(pattern) ?? [];
  if (name !== undefined && !name.includes('\u0000')) return known({ kind: 'target-group-name', pattern: name });
  if (elbTypes.test(pattern)) return known({ kind: 'other', says: 'load balancers and listeners' });
  if (/^arn:[^:]*:elasticloadbalancing:[^/]*\*$/.test(pattern)) return known({ kind: 'any' });
  return read.kind === 'unknown'
    ? read
    : unknown({ kind: 'unsupported', name: read.value }, `source@${span.start}`, span, via);
}
