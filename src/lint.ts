import { type Creation, withCreations } from './creation.ts';
import { collect, run } from './engine.ts';
import { readDeployments } from './frontends/cloudformation/cloudformation.ts';
import type { StackSetting } from './frontends/cloudformation/settings.ts';
import { isTemplate } from './frontends/cloudformation/template.ts';
import type { Assumptions } from './graph/assumptions.ts';
import type { Entity } from './graph/entities.ts';
import type { Report } from './report.ts';
import type { Rule } from './rule.ts';
import { InputError, type SourceFile } from './source/file.ts';
import { read } from './source/read.ts';
import type { Tree } from './source/tree.ts';

/** What the user tells us that no source says. */
export interface Given {
  /** Values of template parameters, by name. */
  readonly parameters?: ReadonlyMap<string, string>;
  readonly assume?: Assumptions;
  /** Which stacks the templates are deployed as, and what is passed to each. */
  readonly stacks?: readonly StackSetting[];
  /** Files that were found rather than named: what is no template among them is passed over. */
  readonly found?: ReadonlySet<SourceFile>;
  /** Account, region and stack name of a template's stack, as pseudo parameters; by the template's path. */
  readonly environmentOf?: (path: string) => ReadonlyMap<string, string> | undefined;
  /** The path of the file that a template, given by its path, knows as an asset by the end of a URL. */
  readonly assetOf?: (template: string, url: string) => string | undefined;
  /** What the CDK app that synthesised a template says of a resource. */
  readonly creationOf?: (resource: Entity) => Creation | undefined;
  /** Hears what each file was taken as. */
  readonly taken?: (file: SourceFile, as: string) => void;
}

/** Text in, report out. No file system, no network, no clock: it runs in a browser as it is. */
export function lint(files: readonly SourceFile[], rules: readonly Rule[], given: Given = {}): Report {
  const errors: InputError[] = [];
  const trees: Tree[] = [];
  const ordered = [...files].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  for (const file of ordered)
    try {
      const found = given.found?.has(file) ?? false;
      const tree = found && !mayBeTemplate(file) ? undefined : read(file);
      const isOne = tree !== undefined && isTemplate(tree);
      given.taken?.(file, isOne ? 'a template' : 'left out, no template');
      if (isOne) trees.push(tree);
      else if (!found)
        throw new InputError('not a CloudFormation template: it has no `Resources` with types', { path: file.path });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      errors.push(error);
    }
  const { parameters = new Map(), assume, stacks, environmentOf, assetOf, creationOf } = given;
  const { graphs, errors: more } = readDeployments(trees, {
    parameters,
    ...(assume && { assume }),
    ...(stacks && { stacks }),
    ...(environmentOf && { environmentOf }),
    ...(assetOf && { assetOf }),
  });
  const report = collect(
    graphs.map((graph) => run(graph, rules)),
    [...errors, ...more],
  );
  return creationOf ? withCreations(report, creationOf) : report;
}

/** A cheap look: a template has `Resources` and types of AWS in it, whatever its syntax. */
const mayBeTemplate = ({ text }: SourceFile): boolean => text.includes('Resources') && text.includes('AWS::');
