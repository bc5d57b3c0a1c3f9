import { type Creation, withCreations } from './creation.ts';
import { collect, type Judgement, run } from './engine.ts';
import { inOrder } from './findings.ts';
import { readDeployments } from './frontends/cloudformation/cloudformation.ts';
import type { StackSetting } from './frontends/cloudformation/settings.ts';
import { type Part, partsOf } from './frontends/parts.ts';
import { byPath, readSources, type SourcesGiven } from './frontends/sources.ts';
import type { Assumptions } from './graph/assumptions.ts';
import type { Entity } from './graph/entities.ts';
import { type Level, leveled } from './levels.ts';
import type { Phases } from './phases.ts';
import type { Finding, Report } from './report.ts';
import type { Rule } from './rule.ts';
import type { SourceFile } from './source/file.ts';
import { jsonShelves } from './source/json.ts';
import { usualLimits } from './source/limits.ts';
import { configured, type Ignored } from './suppression/configured.ts';
import { duplicatesIn } from './suppression/duplicates.ts';
import { suppress } from './suppression/suppress.ts';
import type { Suppressions } from './suppression/suppression.ts';
import { writtenIn } from './suppression/written.ts';

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
  /** What the CDK app that synthesised a template says of a resource. */
  readonly creationOf?: (resource: Entity) => Creation | undefined;
  /** The ids of all rules there are, so that a suppression of another one can be told from one that did not run. */
  readonly ruleIds?: readonly string[];
  /** A file's path as `ignore` writes it; as it is where nothing is said. */
  readonly locate?: (path: string) => string;
  /** Whether the files are all there are, so that an entry of `ignore` without a finding is one too many. */
  readonly whole?: boolean;
  /** Is told what is being done; all the rest of the time goes into rules. */
  readonly phases?: Phases;
  /** Hears from time to time what share of all checks is done, from 0 to 1. */
  readonly checked?: (share: number) => void;
}

/** Text in, report out. No file system, no network, no clock: it runs in a browser as it is. */
export function lint(files: readonly SourceFile[], rules: readonly Rule[], given: Given = {}): Report {
  const { ignore = [], levels = new Map<string, Level>(), ruleIds, locate = (path) => path, whole = false } = given;
  const ran = rules.filter(({ id }) => levels.get(id) !== 'off');
  const told = given.stacks && given.stacks.length > 0;
  const parts = told ? [[...files].sort(byPath)] : partsOf(files, given);
  const checked = parts.map((part, i) =>
    check(part, ran, given, (share) => given.checked?.((i + share) / parts.length)),
  );
  const judged = checked.flatMap(({ judgements }) => judgements);
  const notices = checked.flatMap((each) => each.notices);
  const found = collect(
    (parts.length > 1 ? judged.toSorted(byPath) : judged).map(({ judgement }) => judgement),
    checked.flatMap(({ errors }) => errors),
  );
  const report = notices.length === 0 ? found : { ...found, findings: inOrder([...found.findings, ...notices]) };
  const suppressed = suppress(report, {
    parts: checked.map(({ written, judgements }) => ({
      written,
      judgements: judgements.map(({ judgement }) => judgement),
    })),
    rules: ran,
    configured: configured(ignore, { paths: checked.flatMap(({ paths }) => paths), locate, whole }),
    ...(ruleIds && { known: ruleIds }),
  });
  const leveledReport = leveled(suppressed, levels);
  return given.creationOf ? withCreations(leveledReport, given.creationOf) : leveledReport;
}

/** What came of one part. It holds on to the texts of its files, and to nothing that was made of them. */
interface Checked {
  readonly judgements: readonly { readonly path: string; readonly judgement: Judgement }[];
  readonly errors: Report['errors'];
  readonly written: readonly Suppressions[];
  readonly notices: readonly Finding[];
  /** Of the templates, and of the files that were read as some. */
  readonly paths: readonly string[];
}

/** Characters of files that are linked with each other, up to which everything that is read and worked out is kept. */
const roomy = 8_000_000;

/** The mappings of larger ones that are kept at once: those of some stacks. */
const mostTaken = 1_500;

const untimed: Phases = { during: (_, work) => work() };

function check(part: Part, rules: readonly Rule[], given: Given, heard: (share: number) => void): Checked {
  const size = part.reduce((sum, { text }) => sum + text.length, 0);
  const shelves = size > roomy ? jsonShelves(mostTaken) : undefined;
  const { phases = untimed } = given;
  const { trees, registered, included, errors } = phases.during('parse', () =>
    readSources(part, { ...given, ...(shelves && { shelves }) }),
  );
  const { parameters = new Map(), assume, stacks, environmentOf, assetOf } = given;
  const limits = { ...usualLimits, ...given.limits };
  const { deployments, errors: more } = phases.during('link', () =>
    readDeployments(trees, {
      parameters,
      registered,
      limits,
      ...(assume && { assume }),
      ...(stacks && { stacks }),
      ...(environmentOf && { environmentOf }),
      ...(assetOf && { assetOf }),
      ...(given.phases && { phases }),
      ...(shelves && { shelves }),
    }),
  );
  const read = [...new Set([...trees, ...registered.map(({ tree }) => tree)])];
  const most = limits.checks * (trees.length + registered.length);
  const judgements = deployments.map(({ path, graph }, i) => ({
    path,
    judgement: run(graph, rules, {
      most,
      frugal: shelves !== undefined,
      heard: (share) => heard((i + share) / deployments.length),
    }),
  }));
  return {
    judgements,
    errors: [...errors, ...more],
    written: read.map(writtenIn),
    notices: duplicatesIn([...read, ...included]),
    paths: read.map(({ span }) => span.file.path),
  };
}
