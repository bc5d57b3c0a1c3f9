import type { Span } from '../../source/file.ts';
import { type Call, longName, type Tree } from '../../source/tree.ts';
import type { Reason } from '../../value.ts';
import { cidrBlocks } from './cidr.ts';
import { type Context, fetched, type Intrinsic, opaqueOf, placeOf, unsupported } from './context.ts';
import { cut } from './cut.ts';
import { type Evaluated, type EvaluatedList, type Literal, placed, type Reference } from './evaluated.ts';
import { findInMap } from './find-in-map.ts';
import { toJsonString } from './json-string.ts';
import { identities, substitution } from './mentions.ts';
import { stackOutputIn } from './stack-output.ts';
import { composed, literal, opaque, type Piece, piecesOf, symbolOf, textOfLiteral, written } from './text.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html */
export const intrinsics: ReadonlyMap<string, Intrinsic> = new Map<string, Intrinsic>([
  ['Ref', ref],
  ['GetAtt', getAtt],
  ['Sub', sub],
  ['Join', join],
  ['Select', select],
  ['Split', split],
  ['FindInMap', (call, context) => findInMap(call, context) ?? unsupported(call)],
  ['If', branch],
  ['And', truth],
  ['Or', truth],
  ['Not', truth],
  ['Equals', truth],
  ['Condition', truth],
  ['ImportValue', importValue],
  ['GetStackOutput', getStackOutput],
  ['Cidr', cidr],
  ['GetAZs', availabilityZones],
  ['Base64', base64],
  ['Length', length],
  ['ToJsonString', (call, context) => toJsonString(call, context) ?? unsupported(call)],
]);

const itemsOf = (args: Tree): readonly Tree[] => (args.kind === 'list' ? args.items : [args]);

function ref(call: Call, context: Context): Evaluated | undefined {
  const name = knownText(call.args, context);
  return name === undefined ? unsupported(call) : context.reference(name, call.span);
}

function getAtt(call: Call, context: Context): Evaluated {
  const names = itemsOf(call.args).map((item) => knownText(item, context));
  if (names.includes(undefined)) return unsupported(call);
  const [, logicalId, attribute] = /^([^.]+)\.(.+)$/s.exec(names.join('.')) ?? [];
  return logicalId && attribute ? context.attribute(logicalId, attribute, call.span) : unsupported(call);
}

function sub(call: Call, context: Context): Evaluated | undefined {
  const [template, locals] = itemsOf(call.args);
  if (template?.kind !== 'scalar') return unsupported(call);
  const { text } = template;
  const pieces: Piece[] = [];
  const via = [];
  let done = 0;
  for (const { index, 0: whole, 1: hole = '' } of text.matchAll(substitution)) {
    pieces.push(text.slice(done, index));
    done = index + whole.length;
    const name = hole.trim();
    if (name.startsWith('!')) {
      pieces.push(`\${${name.slice(1)}}`);
      continue;
    }
    const local = locals?.kind === 'map' ? locals.entries.get(name)?.value : undefined;
    const value = local ? context.evaluate(local) : named(name, call.span, context);
    if (value && whole.length === text.length) return fetched(value, placeOf(call));
    const inside = value && piecesOf(value);
    if (!inside) return unsupported(call);
    pieces.push(...inside);
    via.push(...value.via);
  }
  pieces.push(text.slice(done));
  return composed(pieces, { span: call.span, via }, context);
}

function named(name: string, span: Span, context: Context): Evaluated | undefined {
  const dot = name.indexOf('.');
  return dot < 0 ? context.reference(name, span) : context.attribute(name.slice(0, dot), name.slice(dot + 1), span);
}

function join(call: Call, context: Context): Evaluated {
  const [first, second] = itemsOf(call.args);
  const delimiter = first && knownText(first, context);
  const list = second && context.evaluate(second);
  if (delimiter === undefined || !list) return unsupported(call);
  if (list.kind !== 'list') {
    const text = opaqueOf(`Join(${JSON.stringify(delimiter)},${symbolOf(list)})`, list, call);
    const [whole] = list.kind === 'unknown' || list.kind === 'reference' ? (piecesOf(list) ?? []) : [];
    return typeof whole === 'object' ? { ...text, joined: { by: delimiter, list: whole } } : text;
  }
  const pieces: Piece[] = [];
  for (const [index, item] of list.items.entries()) {
    const inside = piecesOf(item);
    if (!inside) return unsupported(call);
    pieces.push(...(index === 0 ? [] : [delimiter]), ...inside);
  }
  return composed(pieces, { span: call.span, via: list.items.flatMap(({ via }) => via) }, context);
}

function select(call: Call, context: Context): Evaluated {
  const [first, second] = itemsOf(call.args);
  const index = first && context.evaluate(first);
  const list = second && context.evaluate(second);
  if (!index || !list || index.kind === 'list' || index.kind === 'map') return unsupported(call);
  if (index.kind === 'literal' && list.kind === 'list') {
    const at = textOfLiteral(index);
    const item = /^\d+$/.test(at) ? list.items[Number(at)] : undefined;
    return item ? fetched(item, { span: call.span, via: index.via }) : unsupported(call);
  }
  if (list.kind === 'literal' || list.kind === 'map') return unsupported(call);
  const at = index.kind === 'literal' ? textOfLiteral(index) : symbolOf(index);
  return opaqueOf(`Select(${at},${symbolOf(list)})`, list.kind === 'list' ? index : list, call);
}

function split(call: Call, context: Context): Evaluated {
  const [first, second] = itemsOf(call.args);
  const delimiter = first && knownText(first, context);
  const text = second && context.evaluate(second);
  if (!delimiter || !text || text.kind === 'list' || text.kind === 'map') return unsupported(call);
  if (text.kind === 'reference' && delimiter === ',' && isIdentity(text)) return listOf([text], call);
  const list = text.kind === 'unknown' ? cut(text, delimiter, { span: call.span, via: text.via }) : undefined;
  if (list) return list.kind === 'list' ? listOf(list.items, call) : list;
  if (text.kind !== 'literal')
    return { ...opaqueOf(`Split(${JSON.stringify(delimiter)},${text.symbol})`, text, call), shape: 'list' };
  const place = { span: call.span, via: text.via };
  return listOf(
    textOfLiteral(text)
      .split(delimiter)
      .map((piece) => literal(piece, place)),
    call,
  );
}

/** Whether it is what a resource returns for itself: other attributes may well be lists, written as one text. */
const isIdentity = ({ attribute }: Reference): boolean => attribute === undefined || identities.test(attribute);

function branch(call: Call, context: Context): Evaluated | undefined {
  const [condition, yes, no] = itemsOf(call.args);
  if (!condition || !yes || !no) return unsupported(call);
  const name = condition.kind === 'call' && condition.fn === 'Condition' ? condition.args : condition;
  const holds = name.kind === 'scalar' ? context.condition(name.text) : context.holds(name);
  const value = context.evaluate(holds ? yes : no);
  const hop = {
    kind: 'condition',
    name: name.kind === 'scalar' ? name.text : longName('If'),
    span: condition.span,
  } as const;
  return value && placed(value, value.span, [hop, ...value.via]);
}

function truth(call: Call, context: Context): Literal {
  const value = context.holds(call);
  return { kind: 'literal', value, text: String(value), ...placeOf(call) };
}

function importValue(call: Call, context: Context): Evaluated {
  const name = context.evaluate(call.args);
  const exported = name && context.imported(name, call.span);
  if (exported) return exported;
  switch (name?.kind) {
    case 'literal': {
      const text = textOfLiteral(name);
      return opaque(`import(${text})`, importOf([text], context), { span: call.span, via: name.via });
    }
    case 'unknown': {
      return opaque(`import(${name.symbol})`, importOf(name.parts ?? [name], context), placeOf(call));
    }
    default:
      return unsupported(call);
  }
}

function importOf(parts: readonly Piece[], context: Context): Reason {
  const heldUpBy = context.heldUp(parts);
  return { kind: 'import', name: written(parts), ...(heldUpBy && { heldUpBy }) };
}

function getStackOutput(call: Call, context: Context): Evaluated {
  const output = stackOutputIn(call.args, (tree) => knownText(tree, context));
  if (output === undefined) return unsupported(call);
  const { name, region } = output;
  const value = context.imported({ kind: 'literal', value: name, text: name, ...placeOf(call) }, call.span, region);
  return value ?? opaque(`import(${region}/${name})`, { kind: 'import', name }, placeOf(call));
}

function cidr(call: Call, context: Context): Evaluated {
  const values = itemsOf(call.args).map((item) => context.evaluate(item));
  const unknown = values.find((value) => value?.kind === 'unknown' || value?.kind === 'reference');
  if (unknown) return opaqueOf(`Cidr(${values.map(symbolOf).join(',')})`, unknown, call);
  const [block = '', count = '', bits = ''] = values.map((value) =>
    value?.kind === 'literal' ? textOfLiteral(value) : '',
  );
  const blocks = cidrBlocks(block, Number(count || Number.NaN), Number(bits || Number.NaN));
  const place = { span: call.span, via: values.flatMap((value) => value?.via ?? []) };
  return blocks
    ? listOf(
        blocks.map((each) => literal(each, place)),
        call,
      )
    : unsupported(call);
}

function availabilityZones(call: Call, context: Context): Evaluated {
  const given = context.evaluate(call.args);
  const isHere = given?.kind === 'literal' && textOfLiteral(given) === '';
  const region = isHere ? context.reference('AWS::Region', call.span) : given;
  return opaque(`GetAZs(${symbolOf(region)})`, { kind: 'runtime', name: longName('GetAZs') }, placeOf(call));
}

function base64(call: Call, context: Context): Evaluated {
  const value = context.evaluate(call.args);
  if (!value || value.kind === 'list' || value.kind === 'map') return unsupported(call);
  if (value.kind !== 'literal') return opaqueOf(`Base64(${value.symbol})`, value, call);
  let binary = '';
  for (const byte of new TextEncoder().encode(textOfLiteral(value))) binary += String.fromCharCode(byte);
  return literal(btoa(binary), { span: call.span, via: value.via });
}

function length(call: Call, context: Context): Evaluated {
  const value = context.evaluate(call.args);
  if (!value || value.kind === 'literal' || value.kind === 'map') return unsupported(call);
  if (value.kind !== 'list') return opaqueOf(`Length(${value.symbol})`, value, call);
  const count = value.items.length;
  return { kind: 'literal', value: count, text: String(count), span: call.span, via: value.via };
}

const listOf = (items: readonly Evaluated[], call: Call): EvaluatedList => ({ kind: 'list', items, ...placeOf(call) });

/** The text of an argument that has to be known, such as a delimiter. */
function knownText(tree: Tree, context: Context): string | undefined {
  const value = context.evaluate(tree);
  return value?.kind === 'literal' ? textOfLiteral(value) : undefined;
}
