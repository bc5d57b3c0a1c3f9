import { type Creation, withCreations } from './creation.ts';
import { collect, run } from './engine.ts';
import { readDeployments } from './frontends/cloudformation/cloudformation.ts';
import type { StackSetting } from './frontends/cloudformation/settings.ts';
import { readSources, type SourcesGiven } from './frontends/sources.ts';
import type { Assumptions } from './graph/assumptions.ts';
import type { Entity } from './graph/entities.ts';
import { type Level, leveled } from './levels.ts';
import type { Report } from './report.ts';
import type { Rule } from './rule.ts';
import type { SourceFile } from './source/file.ts';
import { usualLimits } from './source/limits.ts';
import { configured, type Ignored } from './suppression/configured.ts';
import { suppress } from './suppression/suppress.ts';

/** What the user tells us that no source says. */
export interface Given extends SourcesGiven {
  /** Values of template parameters, by name. */
  readonly parameters?: ReadonlyMap<string, string>;
  readonly assume?: Assumptions;
  /** Which stacks the templates are deployed as, and what is passed to each. */
  readonly stacks?: readonly StackSetting[];
  /** Findings to live with, besides those that comments and metadata in the templates name. */
  readonly ignore?: readonly Ignored[];
  /** How grave the findings of rules are, by id; `off` for those not to run. */
  readonly levels?: ReadonlyMap<string, Level>;
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
  /** Hears from time to time what share of all checks is done, from 0 to 1. */
  readonly checked?: (share: number) => void;
}

/** Text in, report out. No file system, no network, no clock: it runs in a browser as it is. */
export function lint(files: readonly SourceFile[], rules: readonly Rule[], given: Given = {}): Report {
  const { trees, registered, errors } = readSources(files, given);
  const { parameters = new Map(), assume, stacks, environmentOf, assetOf, creationOf } = given;
  const limits = { ...usualLimits, ...given.limits };
  const { graphs, errors: more } = readDeployments(trees, {
    parameters,
    registered,
    limits,
    ...(assume && { assume }),
    ...(stacks && { stacks }),
    ...(environmentOf && { environmentOf }),
    ...(assetOf && { assetOf }),
  });
  const { ignore = [], levels = new Map<string, Level>(), ruleIds, locate = (path) => path, whole = false } = given;
  const ran = rules.filter(({ id }) => levels.get(id) !== 'off');
  const most = limits.checks * (trees.length + registered.length);
  const report = collect(
    graphs.map((graph, i) => run(graph, ran, most, (share) => given.checked?.((i + share) / graphs.length))),
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
