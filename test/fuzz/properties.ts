import fc, { type IPropertyWithHooks } from 'fast-check';
import { dump } from 'js-yaml';
import rules from '../../rules/index.ts';
import { json } from '../../src/formats/json.ts';
import { pretty } from '../../src/formats/pretty.ts';
import { lint } from '../../src/lint.ts';
import type { Finding, Report } from '../../src/report.ts';
import type { SourceFile } from '../../src/source/file.ts';
import { read } from '../../src/source/read.ts';
import { entryOf, type Scalar, type Tree } from '../../src/source/tree.ts';
import { mutated, noise } from './mutations.ts';
import { type Plain, template, templates } from './templates.ts';

const tool = { name: 'alb-lint', version: '0' };

/** Lints texts, and fails where that fails, or where a report cannot be told. */
function linted(files: readonly SourceFile[]): Report {
  const report = lint(files, rules);
  for (const { rule, resource, error } of report.crashes)
    throw new Error(`${rule.id} failed on ${resource.id}`, { cause: error });
  for (const error of report.errors) if (error.message.includes('bug of ours')) throw error.cause;
  pretty(report, { color: false });
  json(report, tool);
  const texts = new Set(files.map(({ text }) => text));
  for (const { rule, primary, related } of report.findings)
    for (const [where] of [primary, ...related.map(({ label }) => label)]) {
      const { file, start, end } = where.span;
      if (!texts.has(file.text) || start < 0 || start > end || end > file.text.length)
        throw new Error(`${rule.id} points to ${start}-${end} of ${file.path}`);
      if (start === end) throw new Error(`${rule.id} points to nothing in ${file.path}, at ${start}`);
    }
  return report;
}

const told = ({ findings }: Report): readonly string[] =>
  findings.map(({ rule, message, severity, confidence, resource, when, fingerprint }) =>
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

function writtenIn(file: SourceFile): readonly Scalar[] {
  const resources = entryOf(read(file), 'Resources')?.value;
  if (resources?.kind !== 'map') return [];
  return [...resources.entries.values()].flatMap(({ value }) => literalsIn(entryOf(value, 'Properties')?.value));
}

const grave = ({ findings }: Report): readonly Finding[] => findings.filter(({ severity }) => severity !== 'info');

/** What holds for every input there is. `texts` are templates to make accidents of. */
export const propertiesFor = (texts: readonly string[]): Readonly<Record<string, IPropertyWithHooks<unknown[]>>> => {
  const accident = mutated(texts);
  const path = fc.constantFrom('x.yaml', 'x.json', 'x.template');
  const asRun = <T extends unknown[]>(property: IPropertyWithHooks<T>) =>
    property as unknown as IPropertyWithHooks<unknown[]>;
  return {
    'random graphs are linted': asRun(fc.property(template, (plain) => void linted([asJson(plain)]))),
    'random applications are linted': asRun(
      fc.property(templates, (all) => void linted(all.map((plain, i) => asJson(plain, `${i}.json`)))),
    ),
    'accidents are linted': asRun(fc.property(accident, path, (text, name) => void linted([{ path: name, text }]))),
    'noise is linted': asRun(fc.property(noise, path, (text, name) => void linted([{ path: name, text }]))),
    'YAML and JSON say the same': asRun(
      fc.property(template, (plain) =>
        expectSame('YAML', told(linted([asJson(plain)])), told(linted([asYaml(plain)]))),
      ),
    ),
    'the order of resources says nothing': asRun(
      fc.property(template, fc.array(fc.nat(), { minLength: 1, maxLength: 24 }), (plain, order) =>
        expectSame('another order', told(linted([asJson(plain)])), told(linted([asJson(turned(plain, order))]))),
      ),
    ),
    'the order of files changes no byte, nor does a second run': asRun(
      fc.property(templates, (all) => {
        const files = all.map((plain, i) => asJson(plain, `${i}.json`));
        const first = json(linted(files), tool);
        const second = json(linted([...files].reverse()), tool);
        if (first !== second) throw new Error('the files in another order have another report');
      }),
    ),
    'files without links say the same alone': asRun(
      fc.property(template, template, (a, b) => {
        const files = [a, b].map(({ Outputs: _, ...plain }, i) => asJson(plain, `${i}.json`));
        const imports = files.some(({ text }) => text.includes('ImportValue'));
        if (!imports)
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
        const report = lint([file], rules);
        if (report.errors.length + grave(report).length > 0) return;
        const literals = writtenIn(file);
        const literal = literals[index % Math.max(1, literals.length)];
        if (!literal) return;
        const { start, end } = literal.span;
        const hidden = { ...file, text: `${text.slice(0, start)}{ "Ref": "Hidden" }${text.slice(end)}` };
        const after = lint([hidden], rules);
        const [first] = after.errors.length > 0 ? [] : grave(after);
        if (first)
          throw new Error(
            `${first.rule.id} accuses where ${text.slice(start, end)} is hidden: ${first.message}\n${hidden.text}`,
          );
      }),
    ),
  };
};
