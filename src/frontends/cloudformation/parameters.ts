import { InputError, type Span } from '../../source/file.ts';
import { entryOf, type Mapping, type Scalar, type Tree } from '../../source/tree.ts';
import { matches } from './allowed-pattern.ts';

/** One entry of a template's `Parameters`. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html */
export interface Parameter {
  readonly name: string;
  readonly key: Span;
  readonly tree: Mapping;
  /** `String` where none is written, though CloudFormation asks for one. */
  readonly type: string;
  readonly isList: boolean;
  /** The value is the name of a Systems Manager parameter; what it holds is only known at run time. */
  readonly isSystemsManager: boolean;
  readonly default: Default | undefined;
  readonly allowedValues: readonly string[] | undefined;
}

export interface Default {
  readonly text: string;
  readonly span: Span;
}

/** A scalar as CloudFormation hands it on: always text. */
export const textOfScalar = (scalar: Pick<Scalar, 'value' | 'text'>): string =>
  typeof scalar.value === 'boolean' ? String(scalar.value) : scalar.text;

/** @throws InputError when the declaration is not a mapping. */
export function readParameter(name: string, key: Span, tree: Tree): Parameter {
  if (tree.kind !== 'map') throw new InputError(`parameter \`${name}\` is not a mapping`, tree.span);
  const type = textAt(tree, 'Type') ?? 'String';
  const isSystemsManager = type.startsWith('AWS::SSM::Parameter::Value<');
  return {
    name,
    key,
    tree,
    type,
    isList: type === 'CommaDelimitedList' || type.includes('List<') || type.includes('<CommaDelimitedList>'),
    isSystemsManager,
    default: defaultOf(tree),
    allowedValues: textsOf(entryOf(tree, 'AllowedValues')?.value),
  };
}

/** The items of a list parameter's text. CloudFormation trims each of them. */
export const itemsOf = (text: string): readonly string[] => text.split(',').map((item) => item.trim());

/** Whether CloudFormation would take this value for the parameter. Checks it cannot carry out pass. */
export function admits(parameter: Parameter, text: string): boolean {
  const { tree, type } = parameter;
  const pieces = parameter.isList ? itemsOf(text) : [text];
  const { allowedValues } = parameter;
  if (allowedValues && !pieces.every((piece) => allowedValues.includes(piece))) return false;
  if (type === 'Number' || type === 'List<Number>') {
    return pieces.every((piece) => piece !== '' && isWithin(Number(piece), tree, 'MinValue', 'MaxValue'));
  }
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html
  // The value of an AWS-specific type must exist in the account, and nothing there has an empty name.
  if (type.startsWith('AWS::') && !parameter.isSystemsManager && text === '') return false;
  if (type === 'String' && !isWithin(text.length, tree, 'MinLength', 'MaxLength')) return false;
  const pattern = textAt(tree, 'AllowedPattern');
  return pattern === undefined || pieces.every((piece) => matches(pattern, piece) !== false);
}

function isWithin(value: number, tree: Mapping, least: string, most: string): boolean {
  if (Number.isNaN(value)) return false;
  const low = Number(textAt(tree, least) ?? Number.NaN);
  const high = Number(textAt(tree, most) ?? Number.NaN);
  return !(value < low) && !(value > high);
}

function defaultOf(tree: Mapping): Default | undefined {
  const value = entryOf(tree, 'Default')?.value;
  if (value?.kind === 'scalar' && value.value !== null) return { text: textOfScalar(value), span: value.span };
  const items = textsOf(value);
  return value && items ? { text: items.join(','), span: value.span } : undefined;
}

function textAt(tree: Mapping, key: string): string | undefined {
  const value = entryOf(tree, key)?.value;
  return value?.kind === 'scalar' && value.value !== null ? textOfScalar(value) : undefined;
}

/** The texts of a list of scalars, or nothing when it is something else. */
export function textsOf(tree: Tree | undefined): readonly string[] | undefined {
  if (tree?.kind !== 'list') return undefined;
  const scalars = tree.items.filter((item) => item.kind === 'scalar');
  return scalars.length === tree.items.length ? scalars.map(textOfScalar) : undefined;
}
