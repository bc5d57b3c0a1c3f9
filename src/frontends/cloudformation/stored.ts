import { append } from '../../multimap.ts';
import { entryOf, type Tree } from '../../source/tree.ts';
import type { Application } from './application.ts';
import type { Evaluated, Reference } from './evaluated.ts';
import { type Environment, environmentOf, type Imported, offerOf, onceIn, onlySeenFrom } from './exports.ts';
import { handedOver } from './handed-over.ts';
import { eachText } from './mentions.ts';
import type { Offer } from './offers.ts';
import type { Stack } from './stack.ts';
import type { ResourceDeclaration } from './template.ts';
import { dynamicReference, onlyText, type Piece, storedName } from './text.ts';

const parameterType = 'AWS::SSM::Parameter';

/** A parameter of Systems Manager that a template writes. */
interface Written {
  readonly stack: Stack;
  readonly declaration: ResourceDeclaration;
  readonly environment: Environment;
}

/** How many names of one parameter are told apart. */
const mostNames = 16;

/**
 * What the stacks of an application write to the Parameter Store, and what those that read it there come to. It is read
 * when a stack is created or updated: "CloudFormation uses whatever values exist in Parameter Store at the time the
 * operation is run". So what a stack writes itself is nothing that it reads.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/systems-manager-parameter-types.html
 */
export class Stored {
  readonly #application: Application | undefined;
  readonly #all: readonly Written[];
  #named: ReadonlyMap<string, readonly Written[]> | undefined;
  #varying: ReadonlyMap<string, readonly Written[]> | undefined;

  /** Of an application of which all stacks are there. */
  constructor(application?: Application) {
    this.#application = application;
    this.#all = (application?.stacks ?? []).flatMap((stack) => {
      const declarations = stack.declarations(parameterType);
      if (declarations.length === 0) return [];
      const environment = environmentOf(stack);
      return declarations.map((declaration) => ({ stack, declaration, environment }));
    });
  }

  get isEmpty(): boolean {
    return this.#all.length === 0;
  }

  /** What is written, by names as they are without any choice. */
  get named(): ReadonlyMap<string, readonly Written[]> {
    if (this.#named) return this.#named;
    // What is written under a name that is read is nobody's until all names are known.
    this.#named = new Map();
    const named = new Map<string, Written[]>();
    for (const written of this.#all) {
      const name = onlyText(piecesOf(written));
      if (name !== undefined) append(named, name, written);
    }
    this.#named = named;
    return named;
  }

  /** The values that are written under a name, or under any, as they stand in their templates. */
  written(name: string | undefined): readonly (readonly [Tree, Stack])[] {
    return (name === undefined ? this.#all : this.#called(name)).flatMap(({ stack, declaration }) => {
      const value = entryOf(declaration.properties, 'Value')?.value ?? declaration.properties;
      return value ? [[value, stack]] : [];
    });
  }

  /** What is written, with what is known of the names. */
  get offers(): readonly Offer[] {
    return this.#all.flatMap((written) => {
      const parts = piecesOf(written);
      return parts.some((part) => typeof part === 'string') ? [offerOf(written.stack, dynamicReference(parts))] : [];
    });
  }

  /**
   * What a stack, by its name, reads under a name; nothing where no stack is known to have written it, or more than one:
   * "A parameter name must be unique within an Amazon Web Services Region".
   * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
   */
  read(name: string, reader: string): Evaluated | undefined {
    if (this.isEmpty) return undefined;
    const stack = this.#application?.stack(reader);
    const only = onlySeenFrom(stack && environmentOf(stack), this.#under(name));
    return only && !this.#isWithin(only.stack.name, reader) ? heldBy(only) : undefined;
  }

  /** What a parameter holds that is named by the resource itself. */
  behind({ stack: name, logicalId, attribute }: Reference): Evaluated | undefined {
    if (attribute !== undefined) return undefined;
    const written = this.#all.find((one) => one.stack.name === name && one.declaration.logicalId === logicalId);
    return written?.stack.evaluator.exists(written.declaration) ? heldBy(written) : undefined;
  }

  /** What is written under a name in the scenario at hand. */
  #under(name: string): readonly Written[] {
    return this.#called(name).filter((one) => {
      const called = nameOf(one);
      return called?.kind === 'literal' && called.text === name && one.stack.evaluator.exists(one.declaration);
    });
  }

  /** What is written under a name in any scenario. */
  #called(name: string): readonly Written[] {
    const written = this.named.get(name);
    if (written) return written;
    if (!this.#varying) {
      this.#varying = new Map();
      this.#varying = varyingNames(this.#all);
    }
    return this.#varying.get(name) ?? [];
  }

  /** Whether a stack is another one, or nested in it. */
  #isWithin(name: string, other: string): boolean {
    if (name === other) return true;
    const parent = this.#application?.parentAt(name);
    return parent !== undefined && this.#isWithin(parent.stack.name, other);
  }
}

const nameOf = ({ stack, declaration }: Written): Evaluated | undefined => stack.properties(declaration).get('Name');

const piecesOf = (written: Written): readonly Piece[] => onceIn(written.stack, () => nameOf(written));

/** What goes by several names, as something is chosen, by each of them. */
function varyingNames(all: readonly Written[]): ReadonlyMap<string, readonly Written[]> {
  const varying = new Map<string, Written[]>();
  for (const written of all) {
    const { outcomes } = written.stack.scenarios.explore(() => nameOf(written), mostNames);
    const names = new Set(outcomes.flatMap(({ result }) => (result?.kind === 'literal' ? [result.text] : [])));
    for (const name of names.size > 1 ? names : []) append(varying, name, written);
  }
  return varying;
}

/**
 * What is written, where it is a resource's. A text that stands in a template is most often one to begin with, which
 * somebody overwrites later (`latest`, `NONE`, `dummy`), and so is what has a pattern to keep to: nobody knows it.
 */
function heldBy({ stack, declaration }: Written): Evaluated | undefined {
  const properties = stack.properties(declaration);
  const type = properties.get('Type');
  if (type?.kind === 'literal' && !/^String(List)?$/.test(type.text)) return undefined;
  const value = properties.get('AllowedPattern') ? undefined : properties.get('Value');
  return value && isMade(value) ? handedOver(value) : undefined;
}

const isMade = (value: Evaluated): boolean =>
  value.kind === 'reference' ||
  (value.kind === 'unknown' &&
    (value.parts ?? [value]).some((part) => typeof part !== 'string' && part.reason.kind !== 'parameter'));

/** The names under which a stack reads what is stored, as far as they can be known. */
export function readsOf(stack: Stack): readonly Imported[] {
  const { template } = stack.evaluator;
  const names = new Set<string>();
  for (const { name, isSystemsManager } of template.parameters.values()) {
    const stored = isSystemsManager ? stack.application.storedName(stack, name) : undefined;
    if (stored !== undefined) names.add(stored);
  }
  if (template.file.text.includes('resolve:ssm:'))
    eachText(template.tree, (tree) => {
      for (const part of onceIn(stack, () => stack.evaluator.evaluate(tree))) {
        const name = typeof part === 'string' ? undefined : storedName(part.symbol);
        if (name !== undefined) names.add(name);
      }
    });
  const environment = environmentOf(stack);
  return [...names].map((name) => ({ name, environment }));
}
