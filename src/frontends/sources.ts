import { failure, InputError, type SourceFile } from '../source/file.ts';
import { type Limits, usualLimits } from '../source/limits.ts';
import type { Shelves } from '../source/shelf.ts';
import type { Tree } from '../source/tree.ts';
import { Includes } from './cloudformation/include.ts';
import { isTemplate, type Template, withSectionsOnce } from './cloudformation/template.ts';
import { readEcs } from './ecs/ecs.ts';
import { readEcsText, readIfEcs } from './ecs/read.ts';
import { type EcsDocument, recognise } from './ecs/recognise.ts';
import type { Validators } from './ecs/validate.ts';

/** What is said of files beside them. */
export interface SourcesGiven {
  /** Files that were found rather than named: what is no template among them is passed over. */
  readonly found?: ReadonlySet<SourceFile>;
  /** The file, by its path, of the task definition that goes by a parameter's name or a family's. */
  readonly taskDefinitions?: ReadonlyMap<string, string>;
  /** The path of the file that a template, given by its path, knows as an asset by the end of a URL. */
  readonly assetOf?: (template: string, url: string) => string | undefined;
  /** Check files of Amazon ECS against its schema; without them their shape is taken at its word. */
  readonly validators?: Validators;
  /** How much a file may ask for before it is refused; the usual where nothing is said. */
  readonly limits?: Partial<Limits>;
  /** Trees of texts that were read before, to which those that are read now are added. */
  readonly known?: WeakMap<SourceFile, Tree>;
  /** Where what is seldom looked at is put back, for runs that would not fit in memory otherwise. */
  readonly shelves?: Shelves;
  /** Hears what each file was taken as. */
  readonly taken?: (file: SourceFile, as: string) => void;
}

/** Files told apart by what is in them. */
export interface Sources {
  /** Templates, completed by what they include. */
  readonly trees: readonly Tree[];
  /** Files of Amazon ECS, read as the templates that would create the same. */
  readonly registered: readonly Template[];
  /** What templates include, as it is written. */
  readonly included: readonly Tree[];
  readonly errors: readonly InputError[];
}

/** Reads files and tells what each is; those of `found` that are nothing we know are passed over. */
export function readSources(files: readonly SourceFile[], given: SourcesGiven): Sources {
  const errors: InputError[] = [];
  const attempt = ({ path }: SourceFile, run: () => void): void => {
    try {
      run();
    } catch (error) {
      errors.push(failure(error, path));
    }
  };
  const limits = { ...usualLimits, ...given.limits };
  const readText = (file: SourceFile): Tree => {
    const tree = given.known?.get(file) ?? readEcsText(file, limits, given.shelves);
    given.known?.set(file, tree);
    return tree;
  };
  const templates = new Map<SourceFile, Tree>();
  const others = new Map<SourceFile, Tree | undefined>();
  const registered: Template[] = [];
  for (const file of [...files].sort(byPath))
    attempt(file, () => {
      const tree = given.found?.has(file) && !mayBeTemplate(file) ? readIfEcs(file, limits) : readText(file);
      const document = tree && !isTemplate(tree) ? recognise(tree) : undefined;
      if (!tree || (!document && !isTemplate(tree))) others.set(file, tree);
      else if (document) {
        given.taken?.(file, document.taken);
        const reading = readEcs(file, tree, document, {
          names: namesOf(file, document, given),
          ...validatorsOf(given),
        });
        errors.push(...reading.errors);
        registered.push(...reading.templates);
      } else templates.set(file, withSectionsOnce(tree));
    });
  const includes = new Includes(
    files,
    limits.copies,
    (file) => templates.get(file) ?? others.get(file) ?? readText(file),
  );
  const trees = new Map<SourceFile, Tree>();
  for (const [file, tree] of templates) attempt(file, () => trees.set(file, includes.complete(tree)));
  for (const file of [...templates.keys(), ...others.keys()]) {
    const isTemplate = templates.has(file);
    const isPart = includes.used.has(file);
    given.taken?.(file, isPart ? 'a part of a template' : isTemplate ? 'a template' : 'left out, no template');
    if (isPart) trees.delete(file);
    else if (!isTemplate && !given.found?.has(file))
      errors.push(
        new InputError('not a CloudFormation template: it has no `Resources` with types', { path: file.path }),
      );
  }
  const included = [...includes.used].flatMap((file) => templates.get(file) ?? others.get(file) ?? []);
  return { trees: [...trees.values()], registered, included, errors };
}

const validatorsOf = ({ validators }: SourcesGiven) => (validators ? { validators } : {});

/** What the user calls a task definition. @throws InputError where that is none. */
function namesOf({ path }: SourceFile, { kind }: EcsDocument, { taskDefinitions = new Map() }: SourcesGiven) {
  const names = [...taskDefinitions].flatMap(([name, file]): readonly string[] => (file === path ? [name] : []));
  if (names.length > 0 && kind !== 'task definition' && kind !== 'containers')
    throw new InputError(`not a task definition, as \`${names[0]}\` should be`, { path });
  return names;
}

/** A cheap look: a template has `Resources` and types of AWS in it, whatever its syntax. */
export const mayBeTemplate = ({ text }: SourceFile): boolean => text.includes('Resources') && text.includes('AWS::');

/** In the order in which files are read, whatever order they are given in. */
export const byPath = (a: { readonly path: string }, b: { readonly path: string }): number =>
  a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
