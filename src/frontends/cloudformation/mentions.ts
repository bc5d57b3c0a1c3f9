import type { Call, Tree } from '../../source/tree.ts';

/** Calls `visit` for every call at or below a tree, each node once even where YAML aliases share it. */
export function eachCall(tree: Tree, visit: (call: Call) => void): void {
  const seen = new Set<Tree>();
  const waiting: Tree[] = [];
  const add = (node: Tree): void => {
    if (node.kind === 'scalar' || seen.has(node)) return;
    seen.add(node);
    waiting.push(node);
  };
  add(tree);
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (next.kind === 'list') next.items.forEach(add);
    else if (next.kind === 'map') for (const { value } of next.entries.values()) add(value);
    else if (next.kind === 'call') {
      visit(next);
      add(next.args);
    }
  }
}

/** Calls `visit` for every text at or below a tree, and for every call that puts one together. */
export function eachText(tree: Tree, visit: (text: Tree) => void): void {
  const seen = new Set<Tree>();
  const waiting: Tree[] = [tree];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if (next.kind === 'scalar' || (next.kind === 'call' && /^(Sub|Join)$/.test(next.fn))) visit(next);
    waiting.push(...childrenOf(next));
  }
}

/** Whether each logical id and parameter that is mentioned is meant itself somewhere, rather than an attribute of it. */
export type Mentions = ReadonlyMap<string, boolean>;

/** What a name that is not written as it stands comes to, as far as that is known. */
export type NameOf = (tree: Tree) => string | undefined;

const written: NameOf = (tree) => (tree.kind === 'scalar' ? tree.text : undefined);

/** Every logical id and parameter that is mentioned at or below a tree, whichever branch would be taken. */
export function mentionsIn(tree: Tree, nameOf: NameOf = written): Mentions {
  const mentions = new Map<string, boolean>();
  eachCall(tree, (call) => {
    for (const { name, attribute } of mentionsOf(call, nameOf)) {
      const itself = attribute === undefined || identities.test(attribute);
      if (itself || !mentions.has(name)) mentions.set(name, itself);
    }
  });
  return mentions;
}

/** The attributes of `Fn::GetAtt` that name the resource itself, as `Ref` does. */
export const identities =
  /^(Arn|Id|Ref|GroupId|LoadBalancerArn|TargetGroupArn|TargetGroupName|ListenerArn|RuleArn|SubnetId|VpcId|InstanceId|TaskDefinitionArn|ServiceArn|ClientId|Name)$/;

interface Mention {
  readonly name: string;
  readonly attribute?: string;
}

/** What one call names itself, leaving aside the calls among its arguments. */
export function mentionsOf({ fn, args }: Call, nameOf: NameOf = written): readonly Mention[] {
  switch (fn) {
    case 'Ref': {
      const name = nameOf(args);
      return name === undefined ? none : [{ name }];
    }
    case 'GetAtt': {
      const [target, attribute] = args.kind === 'list' ? args.items : [args];
      const name = target && nameOf(target);
      if (name === undefined) return none;
      const named = mention(name);
      return [attribute?.kind === 'scalar' ? { ...named, attribute: attribute.text } : named];
    }
    case 'Sub': {
      const template = args.kind === 'list' ? args.items[0] : args;
      const locals = args.kind === 'list' ? args.items[1] : undefined;
      if (template?.kind !== 'scalar') return none;
      return holesOf(template.text)
        .filter((name) => !(locals?.kind === 'map' && locals.entries.has(name)))
        .map(mention);
    }
    default:
      return none;
  }
}

const none: readonly Mention[] = [];

function mention(written: string): Mention {
  const dot = written.indexOf('.');
  return dot < 0 ? { name: written } : { name: written.slice(0, dot), attribute: written.slice(dot + 1) };
}

/** The names in a text of `Fn::Sub`, without the `${!…}` that stand for themselves. */
const holesOf = (text: string): readonly string[] =>
  [...text.matchAll(substitution)].map(([, name = '']) => name.trim()).filter((name) => !name.startsWith('!'));

/** One `${…}` in a text of `Fn::Sub`. */
export const substitution = /\$\{([^{}]*)\}/g;

/** The nodes that stand in several places at once, through YAML aliases and merge keys. */
export function sharedIn(root: Tree): ReadonlySet<Tree> {
  const shared = new Set<Tree>();
  const seen = new Set<Tree>();
  const waiting: Tree[] = [root];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (seen.has(next)) shared.add(next);
    seen.add(next);
    waiting.push(...childrenOf(next));
  }
  return shared;
}

function childrenOf(tree: Tree): readonly Tree[] {
  if (tree.kind === 'list') return tree.items;
  if (tree.kind === 'map') return [...tree.entries.values()].map(({ value }) => value);
  return tree.kind === 'call' ? [tree.args] : [];
}
