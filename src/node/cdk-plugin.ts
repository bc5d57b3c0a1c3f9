import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { AssetManifest } from '@aws-cdk/cloud-assembly-schema';
import allRules from '../../rules/index.ts';
import { emptyConfig } from '../config.ts';
import { type Given, lint } from '../lint.ts';
import type { Report } from '../report.ts';
import type { Rule, Severity } from '../rule.ts';
import type { SourceFile } from '../source/file.ts';
import { notices } from '../suppression/notices.ts';
import { type Verdict, verdictOf } from './cdk-verdict.ts';
import { read, shown } from './files.ts';
import { nestedIn } from './nested.ts';
import { requireOwnRules } from './own-rules.ts';
import { configAbove, configIn, locateFrom } from './settings.ts';
import { version } from './version.ts';

/** What the plugin checks, shows and fails on. */
export interface AlbLintOptions {
  /**
   * From which severity on a finding fails the synthesis.
   * @default 'error'
   */
  readonly failOn?: Severity | 'never';
  /**
   * From which severity on a finding is shown and written to the report. What fails is always shown.
   * @default 'warning'
   */
  readonly show?: Severity;
  /** Also checks what too many good templates would trip over. */
  readonly strict?: boolean;
  /** Your own rules, checked beside ours. */
  readonly rules?: readonly Rule[];
  /** Values of template parameters, by name. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** What CDK tells of the app it has just synthesised. Older releases know only the paths. */
export interface Synthesised {
  readonly templatePaths: readonly string[];
  readonly stackTemplates?: readonly SynthesisedStack[];
}

/** One stack of the app: its template and, where the app fixes them, its account and region. */
export interface SynthesisedStack {
  readonly templatePath: string;
  readonly accountId: string | undefined;
  readonly region: string | undefined;
}

/**
 * Lints what a CDK app synthesises, as one of its validation plugins: `Validations.of(app).addPlugins(new AlbLint())`,
 * or `policyValidationBeta1: [new AlbLint()]` where CDK is too old for that. It heeds `alb-lint.yaml` as the command does.
 * https://docs.aws.amazon.com/cdk/v2/guide/policy-validation-synthesis.html
 */
export class AlbLint {
  readonly name = 'alb-lint';
  readonly version = version;
  readonly ruleIds: string[];
  readonly #options: AlbLintOptions;

  constructor(options: AlbLintOptions = {}) {
    this.#options = options;
    this.ruleIds = [...allRules, ...(options.rules ?? [])].map(({ id }) => id);
  }

  /** @throws InputError when a template or the configuration cannot be read: CDK shows it and fails. */
  validate(app: Synthesised): Verdict {
    const stacks = stacksOf(app);
    const { rules, given } = this.#settings();
    const assemblies = new Set(stacks.map(({ templatePath }) => dirname(templatePath)));
    const reports = [...assemblies].map((folder) =>
      examine(
        folder,
        stacks.filter(({ templatePath }) => dirname(templatePath) === folder),
        rules,
        given,
      ),
    );
    const { failOn = 'error', show = 'warning' } = this.#options;
    return verdictOf(reports, failOn, show);
  }

  /** What to check, and what is said of it: in the configuration, and under it by the app. */
  #settings(): { readonly rules: readonly Rule[]; readonly given: Given } {
    const { strict, rules = [], parameters = {} } = this.#options;
    const source = configAbove(process.cwd());
    const own = requireOwnRules(source);
    const ruleIds = [...allRules, ...notices, ...own.rules, ...rules].map(({ id }) => id);
    const config = source === undefined ? emptyConfig : configIn(source, ruleIds);
    const levels = new Map([...own.levels, ...config.levels]);
    const ours = allRules.filter(({ id, profile }) => strict || profile !== 'strict' || levels.has(id));
    return {
      rules: [...ours, ...own.rules, ...rules],
      given: {
        ...config,
        levels,
        ruleIds,
        parameters: new Map([...config.parameters, ...Object.entries(parameters)]),
        locate: locateFrom(source === undefined ? process.cwd() : dirname(source)),
      },
    };
  }
}

/** One assembly: what is in another one, of another stage, is another deployment. */
function examine(path: string, stacks: readonly SynthesisedStack[], rules: readonly Rule[], given: Given): Report {
  const environments = new Map(stacks.map((stack) => [shown(stack.templatePath), environment(stack)]));
  const folder = new Folder(
    path,
    stacks.map(({ templatePath }) => templatePath),
  );
  const report = lint(folder.files, rules, {
    ...given,
    found: new Set(folder.files),
    assetOf: (_, url) => folder.assetAt(url),
    environmentOf: (path) => environments.get(path),
  });
  const [error] = report.errors;
  if (error) throw error;
  return report;
}

const stacksOf = ({ templatePaths, stackTemplates = [] }: Synthesised): readonly SynthesisedStack[] =>
  stackTemplates.length > 0
    ? stackTemplates
    : templatePaths.map((templatePath) => ({ templatePath, accountId: undefined, region: undefined }));

/** What CDK knows of a stack's environment, as pseudo parameters. */
const environment = ({ accountId, region }: SynthesisedStack): ReadonlyMap<string, string> =>
  new Map([
    ...(accountId === undefined ? [] : [['AWS::AccountId', accountId] as const]),
    ...(region === undefined ? [] : [['AWS::Region', region] as const]),
  ]);

/** What a folder of an assembly holds for some of its stacks: the templates of nested ones are assets of their parents. */
class Folder {
  readonly files: readonly SourceFile[];
  readonly #assets: ReadonlyMap<string, string>;

  constructor(path: string, templates: readonly string[]) {
    this.#assets = templateAssets(path);
    const files = new Map<string, SourceFile>();
    const waiting = new Set(templates);
    for (const template of waiting) {
      const file = read(shown(template));
      files.set(template, file);
      for (const { key, asset } of nestedIn(file.text)) {
        const child = asset === undefined ? this.#assets.get(key ?? '') : join(path, asset);
        if (child !== undefined) waiting.add(child);
      }
    }
    this.files = [...files.values()];
  }

  /** The path of the template that is uploaded under a URL, as reports show it. */
  assetAt(url: string): string | undefined {
    const path = this.#assets.get(basename(url));
    return path === undefined ? undefined : shown(path);
  }
}

/** The templates among the assets of a folder, by the name under which they are uploaded. */
function templateAssets(folder: string): ReadonlyMap<string, string> {
  const manifests = readdirSync(folder).filter((name) => name.endsWith('.assets.json'));
  const files = manifests.flatMap((name) => {
    const manifest: AssetManifest = JSON.parse(read(join(folder, name)).text);
    return Object.values(manifest.files ?? {});
  });
  return new Map(
    files.flatMap(({ source: { path }, destinations }) =>
      path?.endsWith('.template.json')
        ? Object.values(destinations).map(({ objectKey }) => [basename(objectKey), join(folder, path)] as const)
        : [],
    ),
  );
}
