import { type Creation, withCreations } from './creation.ts';
import { collect, run } from './engine.ts';
import { readDeployments } from './frontends/cloudformation/cloudformation.ts';
import type { StackSetting } from './frontends/cloudformation/settings.ts';
import { isTemplate, type Template } from './frontends/cloudformation/template.ts';
import { readEcs } from './frontends/ecs/ecs.ts';
import { readEcsText, readIfEcs } from './frontends/ecs/read.ts';
import { recognise } from './frontends/ecs/recognise.ts';
import type { Validators } from './frontends/ecs/validate.ts';
import type { Assumptions } from './graph/assumptions.ts';
import type { Entity } from './graph/entities.ts';
import { type Level, leveled } from './levels.ts';
import type { Report } from './report.ts';
import type { Rule } from './rule.ts';
import { InputError, type SourceFile } from './source/file.ts';
import type { Tree } from './source/tree.ts';
import { configured, type Ignored } from './suppression/configured.ts';
import { suppress } from './suppression/suppress.ts';

/** What the user tells us that no source says. */
export interface Given {
  /** Values of template parameters, by name. */
  readonly parameters?: ReadonlyMap<string, string>;
  readonly assume?: Assumptions;
  /** Which stacks the templates are deployed as, and what is passed to each. */
  readonly stacks?: readonly StackSetting[];
  /** Findings to live with, besides those that comments and metadata in the templates name. */
  readonly ignore?: readonly Ignored[];
  /** How grave the findings of rules are, by id; `off` for those not to run. */
  readonly levels?: ReadonlyMap<string, Level>;
  /** Files that were found rather than named: what is no template among them is passed over. */
  readonly found?: ReadonlySet<SourceFile>;
  /** Account, region and stack name of a template's stack, as pseudo parameters; by the template's path. */
  readonly environmentOf?: (path: string) => ReadonlyMap<string, string> | undefined;
  /** The path of the file that a template, given by its path, knows as an asset by the end of a URL. */
  readonly assetOf?: (template: string, url: string) => string | undefined;
  /** What the CDK app that synthesised a template says of a resource. */
  readonly creationOf?: (resource: Entity) => Creation | undefined;
  /** The ids of all rules there are, so that a suppression of another one can be told from one that did not run. */
  readonly ruleIds?: readonly string[];
  /** A file's path as `ignore` writes it; as it is where nothing is said. */
  readonly locate?: (path: string) => string;
  /** Whether the files are all there are, so that an entry of `ignore` without a finding is one too many. */
  readonly whole?: boolean;
  /** The file, by its path, of the task definition that goes by a parameter's name or a family's. */
  readonly taskDefinitions?: ReadonlyMap<string, string>;
  /** Check files of Amazon ECS against its schema; without them their shape is taken at its word. */
  readonly validators?: Validators;
  /** Hears what each file was taken as. */
  readonly taken?: (file: SourceFile, as: string) => void;
}

/** Text in, report out. No file system, no network, no clock: it runs in a browser as it is. */
export function lint(files: readonly SourceFile[], rules: readonly Rule[], given: Given = {}): Report {
  const errors: InputError[] = [];
  const trees: Tree[] = [];
  const registered: Template[] = [];
  const { taskDefinitions = new Map<string, string>(), validators } = given;
  const ordered = [...files].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  for (const file of ordered)
    try {
      const found = given.found?.has(file) ?? false;
      const tree = found && !mayBeTemplate(file) ? readIfEcs(file) : readEcsText(file);
      const isOne = tree !== undefined && isTemplate(tree);
      const document = isOne || !tree ? undefined : recognise(tree);
      given.taken?.(file, isOne ? 'a template' : (document?.taken ?? 'left out, no template'));
      if (isOne) trees.push(tree);
      else if (tree && document) {
        const names = [...taskDefinitions].flatMap(([name, path]) => (path === file.path ? name : []));
        if (names.length > 0 && document.kind !== 'task definition' && document.kind !== 'containers')
          throw new InputError(`not a task definition, as \`${names[0]}\` should be`, { path: file.path });
        const reading = readEcs(file, tree, document, { names, ...(validators && { validators }) });
        errors.push(...reading.errors);
        registered.push(...reading.templates);
      } else if (!found)
        throw new InputError('not a CloudFormation template: it has no `Resources` with types', { path: file.path });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      errors.push(error);
    }
  const { parameters = new Map(), assume, stacks, environmentOf, assetOf, creationOf } = given;
  const { graphs, errors: more } = readDeployments(trees, {
    parameters,
    registered,
    ...(assume && { assume }),
    ...(stacks && { stacks }),
    ...(environmentOf && { environmentOf }),
    ...(assetOf && { assetOf }),
  });
  const { ignore = [], levels = new Map<string, Level>(), ruleIds, locate = (path) => path, whole = false } = given;
  const ran = rules.filter(({ id }) => levels.get(id) !== 'off');
  const report = collect(
    graphs.map((graph) => run(graph, ran)),
    [...errors, ...more],
  );
  const read = [...trees, ...registered.map(({ tree }) => tree)];
  const paths = read.map(({ span }) => span.file.path);
  const suppressed = suppress(report, {
    trees: read,
    rules: ran,
    configured: configured(ignore, { paths, locate, whole }),
    ...(ruleIds && { known: ruleIds }),
  });
  const judged = leveled(suppressed, levels);
  return creationOf ? withCreations(judged, creationOf) : judged;
}

/** A cheap look: a template has `Resources` and types of AWS in it, whatever its syntax. */
const mayBeTemplate = ({ text }: SourceFile): boolean => text.includes('Resources') && text.includes('AWS::');
