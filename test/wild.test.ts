import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { lint } from '../src/lint.ts';
import type { Report } from '../src/report.ts';
import { position, type SourceFile } from '../src/source/file.ts';
import { at, rules } from './all-rules.ts';

// Every finding on real public files, each read against its template by a person and given a verdict. What is new
// fails until it has one: `WILD=update npx vitest run --root . test/wild.test.ts` adds it as UNREVIEWED.

const corpus = at('../shared/corpus');
const here = existsSync(corpus);
if (!here) console.warn('the corpus of public files is not here (../shared/corpus): its findings are not compared');

const files: readonly SourceFile[] = here
  ? readFileSync(`${corpus}/INDEX.tsv`, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.split('\t')[0] ?? '')
      .filter((path) => path !== '')
      .map((path) => ({ path, text: readFileSync(`${corpus}/${path}`, 'utf8') }))
  : [];

/** The files of each repository. */
const repositories = new Map<string, SourceFile[]>();
for (const file of files) {
  const name = file.path.split('/')[0] ?? '';
  repositories.set(name, [...(repositories.get(name) ?? []), file]);
}

const strict = new Set(rules.filter(({ profile }) => profile === 'strict'));
const check = (some: readonly SourceFile[], which = rules) => lint(some, which, { found: new Set(some) });

const linesOf = ({ findings }: Report): readonly string[] =>
  findings.map(({ rule, severity, message, primary: [{ span }], when }) => {
    const { line } = position(span.file, span.start);
    return [rule.id, severity, `${span.file.path}:${line}`, message, when.join(' or ')].join('\t');
  });

/** Compares lines with a reviewed file, or writes it anew with the verdicts that are known. */
function compare(path: string, found: Iterable<string>): void {
  const known = new Map<string, string>();
  for (const line of existsSync(path) ? readFileSync(path, 'utf8').split('\n') : []) {
    const [verdict = '', ...rest] = line.split('\t');
    if (rest.length > 0) known.set(rest.join('\t'), verdict);
  }
  const lines = [...new Set(found)].sort();
  if (process.env.WILD === 'update') {
    writeFileSync(path, lines.map((line) => `${known.get(line) ?? 'UNREVIEWED'}\t${line}\n`).join(''));
    return;
  }
  const unreviewed = lines.filter((line) => !/^(true|advice)$/.test(known.get(line) ?? ''));
  const gone = [...known.keys()].filter((line) => !lines.includes(line));
  expect({ unreviewed: unreviewed.slice(0, 20), gone: gone.slice(0, 20) }).toEqual({ unreviewed: [], gone: [] });
}

describe.skipIf(!here)('real public files', () => {
  test('are read without a crash, each in less than a second of the processor', () => {
    const slow: string[] = [];
    const crashed: string[] = [];
    for (const file of files) {
      const before = process.cpuUsage();
      const { crashes } = check([file]);
      const { user, system } = process.cpuUsage(before);
      if (user + system > 1e6) slow.push(file.path);
      crashed.push(...crashes.map(({ rule, error }) => `${file.path}: ${rule.id}: ${String(error)}`));
    }
    expect(files.length).toBeGreaterThan(600);
    expect({ slow, crashed }).toEqual({ slow: [], crashed: [] });
  });

  test('give the findings that were reviewed, and no others', () => {
    compare(
      at('fixtures/_wild/findings.tsv'),
      files.flatMap((file) => linesOf(check([file]))),
    );
  });

  test('give, linted together with their repository, what was reviewed besides', () => {
    const usual = rules.filter((rule) => !strict.has(rule));
    const alone = new Set(files.flatMap((file) => linesOf(check([file], usual))));
    const together = [...repositories.values()].map((some) => check(some, usual));
    const besides = together.flatMap(linesOf).filter((line) => !alone.has(line));
    compare(at('fixtures/_wild/together.tsv'), besides);
  });

  test('are covered further when the templates of a repository are linted together', async () => {
    const first = rules.filter(({ id }) => /^(sg-|health-check-p(ort|roto)|target-protocol|stop-timeout)/.test(id));
    const rows = [...repositories]
      .map(([name, some]) => {
        const sum = (reports: readonly Report[]) => {
          const total = (of: (coverage: Report['coverage']) => number) =>
            reports.reduce((n, { coverage }) => n + of(coverage), 0);
          return `${total(({ decided }) => decided)} of ${total(({ paths }) => paths)}`;
        };
        const apart = sum(some.map((file) => check([file], first)));
        return { name, apart, together: sum([check(some, first)]) };
      })
      .filter(({ apart, together }) => apart !== together);
    const table = rows.map(({ name, apart, together }) => `${name}\t${apart}\t${together}\n`).join('');
    await expect(`repository\tfile by file\ttogether\n${table}`).toMatchFileSnapshot(at('fixtures/_wild/coverage.tsv'));
  });
});
