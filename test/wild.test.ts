import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { lint } from '../src/lint.ts';
import { position } from '../src/source/file.ts';
import { at, rules } from './all-rules.ts';

// Every finding on real public files, each read against its template by a person and given a verdict. What is new
// fails until it has one: `WILD=update npx vitest run test/wild.test.ts` adds it as UNREVIEWED.

const corpus = at('../shared/corpus');
const reviewed = at('fixtures/_wild/findings.tsv');
const verdicts = /^(true|advice)$/;

const here = existsSync(corpus);
if (!here) console.warn('the corpus of public files is not here (../shared/corpus): its findings are not compared');

describe.skipIf(!here)('real public files', () => {
  const files = here
    ? readFileSync(`${corpus}/INDEX.tsv`, 'utf8')
        .split('\n')
        .slice(1)
        .map((line) => line.split('\t')[0] ?? '')
        .filter((path) => path !== '')
    : [];

  test('are read without a crash, each in less than a second of the processor', () => {
    const slow: string[] = [];
    const crashed: string[] = [];
    for (const path of files) {
      const file = { path, text: readFileSync(`${corpus}/${path}`, 'utf8') };
      const before = process.cpuUsage();
      const { crashes } = lint([file], rules, { found: new Set([file]) });
      const { user, system } = process.cpuUsage(before);
      if (user + system > 1e6) slow.push(path);
      crashed.push(...crashes.map(({ rule, error }) => `${path}: ${rule.id}: ${String(error)}`));
    }
    expect(files.length).toBeGreaterThan(600);
    expect({ slow, crashed }).toEqual({ slow: [], crashed: [] });
  });

  test('give the findings that were reviewed, and no others', () => {
    const known = new Map<string, string>();
    for (const line of existsSync(reviewed) ? readFileSync(reviewed, 'utf8').split('\n') : []) {
      const [verdict = '', ...rest] = line.split('\t');
      if (rest.length > 0) known.set(rest.join('\t'), verdict);
    }
    const found = files.flatMap((path) => {
      const file = { path, text: readFileSync(`${corpus}/${path}`, 'utf8') };
      return lint([file], rules, { found: new Set([file]) }).findings.map(
        ({ rule, severity, message, primary, when }) => {
          const { line } = position(file, primary[0].span.start);
          return [rule.id, severity, `${path}:${line}`, message, when.join(' or ')].join('\t');
        },
      );
    });
    const lines = [...new Set(found)].sort();
    if (process.env.WILD === 'update')
      writeFileSync(reviewed, lines.map((line) => `${known.get(line) ?? 'UNREVIEWED'}\t${line}\n`).join(''));
    else {
      expect(lines.filter((line) => !verdicts.test(known.get(line) ?? ''))).toEqual([]);
      expect([...known.keys()].filter((line) => !lines.includes(line))).toEqual([]);
    }
  });
});
