import { collect, run } from './engine.ts';
import { readDeployments } from './frontends/cloudformation/cloudformation.ts';
import type { StackSetting } from './frontends/cloudformation/settings.ts';
import { isTemplate } from './frontends/cloudformation/template.ts';
import type { Assumptions } from './graph/assumptions.ts';
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
}

/** Text in, report out. No file system, no network, no clock: it runs in a browser as it is. */
export function lint(files: readonly SourceFile[], rules: readonly Rule[], given: Given = {}): Report {
  const errors: InputError[] = [];
  const trees: Tree[] = [];
  const ordered = [...files].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  for (const file of ordered)
    try {
      const found = given.found?.has(file) ?? false;
      if (found && !mayBeTemplate(file)) continue;
      const tree = read(file);
      if (isTemplate(tree)) trees.push(tree);
      else if (!found)
        throw new InputError('not a CloudFormation template: it has no `Resources` with types', { path: file.path });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      errors.push(error);
    }
  const { parameters = new Map(), assume, stacks } = given;
  const { graphs, errors: more } = readDeployments(trees, {
    parameters,
    ...(assume && { assume }),
    ...(stacks && { stacks }),
  });
  return collect(
    graphs.map((graph) => run(graph, rules)),
    [...errors, ...more],
  );
}

/** A cheap look: a template has `Resources` and types of AWS in it, whatever its syntax. */
const mayBeTemplate = ({ text }: SourceFile): boolean => text.includes('Resources') && text.includes('AWS::');
