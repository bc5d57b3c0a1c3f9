import fc, { type IPropertyWithHooks } from 'fast-check';
import { dump } from 'js-yaml';
import rules from '../../rules/index.ts';
import { baselineText, readBaseline } from '../../src/baseline.ts';
import { readConfig } from '../../src/config.ts';
import { json } from '../../src/formats/json.ts';
import { pretty } from '../../src/formats/pretty.ts';
import * as validators from '../../src/frontends/ecs/validator.js';
import { lint } from '../../src/lint.ts';
import { parametersOf } from '../../src/node/parameters.ts';
import type { Finding, Report } from '../../src/report.ts';
import { InputError, type SourceFile, type Spanned, textOf } from '../../src/source/file.ts';
import { read } from '../../src/source/read.ts';
import { entryOf, type Scalar, type Tree } from '../../src/source/tree.ts';
import { notices } from '../../src/suppression/notices.ts';
import type { Known } from '../../src/value.ts';
import { isUsual } from '../source/usual.ts';
import { bred } from './bred.ts';
import { mutated, noise } from './mutations.ts';
import { type Plain, template, templates } from './templates.ts';

const tool = { name: 'alb-lint', version: '0' };

/** Lints texts, and fails where that fails or points to what it does not name. */
function linted(files: readonly SourceFile[]): Report {
  const report = lint(files, rules, { validators });
  for (const { rule, resource, error } of report.crashes)
    throw new Error(`${rule.id} failed on ${resource.id}`, { cause: error });
  for (const error of report.errors) if (error.message.includes('bug of ours')) throw error.cause;
  const texts = new Set(files.map(({ text }) => text));
  for (const finding of report.findings) pointsToWhatItNames(finding, texts);
  return report;
}

/** A value that is written in its place. */
const isLiteral = (where: Spanned): where is Known<unknown> =>
  'kind' in where &&
  where.kind === 'known' &&
  'slot' in where &&
  typeof where.slot === 'function' &&
  where.slot() !== undefined &&
  'via' in where &&
  String(where.via) === '';

/** The same, where the report can be told as well. */
function toldOf(files: readonly SourceFile[]): Report {
  const report = linted(files);
  pretty(report, { color: false });
  json(report, tool);
  return report;
}

function pointsToWhatItNames({ rule, resource, primary, related }: Finding, texts: ReadonlySet<string>): void {
  for (const { span } of [resource, ...[primary, ...related.map(({ label }) => label)].map(([where]) => where)]) {
    const { file, start, end } = span;
    // A key of YAML may be empty.
    const isEmpty = start === end && !notices.includes(rule);
    if (!texts.has(file.text) || start < 0 || start > end || isEmpty || end > file.text.length)
      throw new Error(`${rule.id} points to ${start}-${end} of ${file.path}`);
  }
  // A loop makes names of its own, and a file of Amazon ECS that names nothing goes by its own name.
  const name = textOf(resource.span);
  const isOfFile = resource.type === 'file' || resource.span.file.path.startsWith(`${resource.id}.`);
  if (/^\w+$/.test(resource.id) && !name.includes(resource.id) && !name.includes('${') && !isOfFile)
    throw new Error(`${rule.id} calls ${JSON.stringify(name)} \`${resource.id}\``);
  for (const [where] of [primary, ...related.map(({ label }) => label)]) {
    if (!isLiteral(where)) continue;
    const written = textOf(where.span).replaceAll(/["']/g, '');
    const value = String(where.value);
    // Enumerations are compared in capitals, numbers by their value; host port 0 is a dynamic one, and `on` is true.
    if (value === 'dynamic' || !/^\w+$/.test(value) || /^(yes|no|on|off)$/i.test(written)) continue;
    if (written.toUpperCase() !== value.toUpperCase() && Number(written) !== Number(value))
      throw new Error(`${rule.id} takes ${JSON.stringify(written)} for \`${value}\``);
  }
}

/** What is found, without notices of suppressions: those depend on what else the run looked at, and on how they are written. */
const told = ({ findings }: Report): readonly string[] =>
  findings
    .filter(({ rule }) => !notices.includes(rule))
    .map(({ rule, message, severity, confidence, resource, when, fingerprint }) =>
      JSON.stringify([rule.id, resource.id, severity, confidence, message, when, fingerprint.replace(/:\d+$/, '')]),
    );

function expectSame(what: string, a: readonly string[], b: readonly string[]): void {
  const [left, right] = [[...a].sort(), [...b].sort()];
  const only = (these: readonly string[], those: readonly string[]) => these.filter((each) => !those.includes(each));
  const [more, less] = [only(left, right), only(right, left)];
  if (more.length + less.length > 0 || left.length !== right.length)
    throw new Error(`${what} changes what is found:\n- ${more.join('\n- ')}\n+ ${less.join('\n+ ')}`);
}

const asJson = (plain: Plain, path = 'x.template'): SourceFile => ({ path, text: JSON.stringify(plain, null, 1) });
const asYaml = (plain: Plain, path = 'x.template'): SourceFile => ({ path, text: dump(plain, { noRefs: true }) });

function turned(plain: Plain, order: readonly number[]): Plain {
  const shuffled = (value: unknown): unknown => {
    const entries = Object.entries(value as Plain);
    const rank = (index: number): number => order[index % order.length] ?? 0;
    return Object.fromEntries(
      entries
        .map((entry, i) => [rank(i), entry] as const)
        .sort(([a], [b]) => a - b)
        .map(([, entry]) => entry),
    );
  };
  return { ...plain, Resources: shuffled(plain.Resources) };
}

/** The literals in the properties of resources. */
function literalsIn(tree: Tree | undefined): readonly Scalar[] {
  switch (tree?.kind) {
    case 'scalar':
      return [tree];
    case 'list':
      return tree.items.flatMap(literalsIn);
    case 'map':
      return [...tree.entries.values()].flatMap(({ value }) => literalsIn(value));
    default:
      return [];
  }
}

function literalsOf(file: SourceFile): readonly Scalar[] {
  const resources = entryOf(treeOf(file), 'Resources')?.value;
  if (resources?.kind !== 'map') return [];
  return [...resources.entries.values()].flatMap(({ value }) => literalsIn(entryOf(value, 'Properties')?.value));
}

function treeOf(file: SourceFile): Tree | undefined {
  try {
    return read(file);
  } catch {
    return undefined;
  }
}

const grave = ({ findings }: Report): readonly Finding[] => findings.filter(({ severity }) => severity !== 'info');

/** Inputs that say what a user may say of a run, to make accidents of. */
const sayings = [
  'parameters: { Vpc: vpc-1, Port: 80 }\nassume: { containers: { web: { keepAliveSeconds: 65, startupSeconds: 5 } } }\n',
  'files: [a, "b/**"]\nrules: { fargate-spot-only: off, ./own.mjs: on }\nignore:\n  - { rule: sg-target-blocks-alb, files: x/**, reason: y }\n',
  'stacks:\n  a.yaml: { parameters: { P: b.yaml#Outputs.O } }\n  two: { template: a.yaml, parameters: { P: x } }\n',
  '[{ "ParameterKey": "A", "ParameterValue": "b" }, { "ParameterKey": "C", "UsePreviousValue": true }, "D=e"]',
  '{ "Parameters": { "A": "b", "C": 1 }, "Tags": { "t": "u" } }',
  baselineText([{ fingerprint: 'f:1', rule: 'r', resource: 'R', file: 'a.yaml', message: 'm' }]),
];

/** Files as `register-task-definition` and `create-service` take them. */
const registered = [
  JSON.stringify(
    {
      family: 'web',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
      containerDefinitions: [
        {
          name: 'web',
          image: '<IMAGE1_NAME>',
          essential: true,
          portMappings: [{ containerPort: 8080, protocol: 'tcp' }],
          environment: [{ name: 'PORT', value: '${PORT}' }],
          healthCheck: { command: ['CMD-SHELL', 'curl -f http://localhost:8080/ || exit 1'], interval: 5 },
          stopTimeout: 120,
        },
      ],
    },
    null,
    1,
  ),
  'serviceName: web\ncluster: main\ntaskDefinition: web\nlaunchType: FARGATE\ndesiredCount: 2\nloadBalancers:\n  - targetGroupArn: "{{ targets }}"\n    containerName: web\n    containerPort: 8080\nnetworkConfiguration:\n  awsvpcConfiguration: { subnets: [subnet-1], securityGroups: [sg-1] }\n',
  '[{ "name": "web", "image": "nginx", "portMappings": [{ "containerPort": 80, "hostPort": 0 }] }]',
];

/** Reads what may be refused, but only as input is. */
function refusedAtMost(reading: () => unknown): void {
  try {
    reading();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
  }
}

/** What holds for every input there is. `texts` are templates to make accidents of. */
export const propertiesFor = (texts: readonly string[]): Readonly<Record<string, IPropertyWithHooks<unknown[]>>> => {
  const accident = mutated(texts);
  const path = fc.constantFrom('x.yaml', 'x.json', 'x.template');
  const related = bred(texts);
  const any = fc.oneof({ arbitrary: related, weight: 2 }, { arbitrary: template, weight: 1 });
  const several = fc.oneof(templates, fc.array(any, { minLength: 2, maxLength: 3 }));
  const asRun = <T extends unknown[]>(property: IPropertyWithHooks<T>) =>
    property as unknown as IPropertyWithHooks<unknown[]>;
  return {
    'random graphs are linted': asRun(fc.property(template, (plain) => void toldOf([asJson(plain)]))),
    'templates bred from others are linted': asRun(fc.property(related, (plain) => void toldOf([asJson(plain)]))),
    'random applications are linted': asRun(
      fc.property(several, (all) => void toldOf(all.map((plain, i) => asJson(plain, `${i}.json`)))),
    ),
    'accidents are linted': asRun(fc.property(accident, path, (text, name) => void toldOf([{ path: name, text }]))),
    'accidents to files of Amazon ECS are linted': asRun(
      fc.property(mutated(registered), mutated(registered), path, (a, b, name) => {
        toldOf([
          { path: name, text: a },
          { path: `b-${name}`, text: b },
        ]);
      }),
    ),
    'noise is linted': asRun(fc.property(noise, path, (text, name) => void toldOf([{ path: name, text }]))),
    'accidents beside templates are read or refused': asRun(
      fc.property(fc.oneof(mutated(sayings), noise), path, (text, name) => {
        refusedAtMost(() => {
          const tree = read({ path: name, text });
          refusedAtMost(() => readConfig(tree, ['sg-target-blocks-alb', 'fargate-spot-only']));
          refusedAtMost(() => readBaseline(tree));
          refusedAtMost(() => parametersOf(tree));
        });
      }),
    ),
    'YAML written as usual is read as all of YAML is': asRun(
      fc.property(fc.oneof(accident, noise), (text) => void isUsual(text)),
    ),
    'YAML and JSON say the same': asRun(
      fc.property(any, (plain) => expectSame('YAML', told(linted([asJson(plain)])), told(linted([asYaml(plain)])))),
    ),
    'the order of resources says nothing': asRun(
      fc.property(any, fc.array(fc.nat(), { minLength: 1, maxLength: 24 }), (plain, order) =>
        expectSame('another order', told(linted([asJson(plain)])), told(linted([asJson(turned(plain, order))]))),
      ),
    ),
    'the order of files changes no byte, nor does a second run': asRun(
      fc.property(several, (all) => {
        const files = all.map((plain, i) => asJson(plain, `${i}.json`));
        const first = json(linted(files), tool);
        const second = json(linted([...files].reverse()), tool);
        if (first !== second) throw new Error('the files in another order have another report');
      }),
    ),
    'files without links say the same alone': asRun(
      fc.property(any, any, (a, b) => {
        const files = [a, b].map(({ Outputs: _, ...plain }, i) => asJson(plain, `${i}.json`));
        if (files.some(({ text }) => linking.test(text))) return;
        expectSame(
          'company',
          files.flatMap((file) => told(linted([file]))),
          told(linted(files)),
        );
      }),
    ),
    'a hidden value accuses nobody': asRun(
      fc.property(fc.constantFrom(...texts), fc.nat(), (text, index) => {
        const file = { path: 'x.template', text };
        const literals = literalsOf(file);
        const literal = literals[index % Math.max(1, literals.length)];
        if (literal) hides(file, literal, lint([file], rules), { clean: true });
      }),
    ),
    'a hidden value adds no accusation': asRun(
      fc.property(related, fc.nat(), (plain, index) => {
        const file = asJson(plain);
        const literals = literalsOf(file);
        const literal = literals[index % Math.max(1, literals.length)];
        if (literal) hides(file, literal, lint([file], rules), { clean: false });
      }),
    ),
  };
};

/** What makes one template speak of another: exports, nested stacks, what Systems Manager holds, and files that name a family or an ARN. */
export const linking = /ImportValue|AWS::CloudFormation::Stack|AWS::Include|SSM::Parameter|resolve:ssm/;

const accused = ({ rule, resource }: Finding): string => `${rule.id} ${resource.id}`;

/**
 * Writes a parameter that nobody gives in the place of a literal: nothing may be said then that was not said before,
 * unless what was said before hid it and is taken back.
 */
function hides(file: SourceFile, { span }: Scalar, before: Report, { clean }: { readonly clean: boolean }): void {
  const known = grave(before).map(accused);
  if (before.errors.length > 0 || (clean && known.length > 0)) return;
  // A mode that Fargate does not have is a fault already, and where nobody knows of Fargate others follow from the mode.
  if (known.some((each) => each.startsWith('fargate-network-mode '))) return;
  const { text } = file;
  // Two containers of one name are a template that means nothing, and one of them hidden is another that does.
  if (text.split(`"Name": ${textOf(span)}`).length > 2) return;
  const hidden = { ...file, text: `${text.slice(0, span.start)}{ "Ref": "Unseen" }${text.slice(span.end)}` };
  const report = lint([hidden], rules);
  if (report.errors.length > 0) return;
  const after = grave(report);
  const left = new Map<string, number>();
  for (const finding of after) left.set(accused(finding), (left.get(accused(finding)) ?? 0) + 1);
  for (const each of known) left.set(each, (left.get(each) ?? 0) - 1);
  if ([...left.values()].some((count) => count < 0)) return;
  // What was said as a note is a fault already, and weighs more where nobody knows what makes up for it.
  const said = before.findings.map(accused);
  const added = after.find((finding) => !notices.includes(finding.rule) && !said.includes(accused(finding)));
  if (added)
    throw new Error(`${accused(added)} is accused where ${textOf(span)} is hidden: ${added.message}\n${hidden.text}`);
}
