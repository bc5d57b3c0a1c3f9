import fc from 'fast-check';
import MarkdownIt, { type Token } from 'markdown-it';
import { describe, expect, test } from 'vitest';
import { markdown } from '../../src/formats/markdown.ts';
import { block, inline } from '../../src/formats/markdown-text.ts';
import type { Report } from '../../src/report.ts';
import { InputError } from '../../src/source/file.ts';
import { entity, file, finding, label, report, rule, span } from './builder.ts';
import { hostile } from './hostile.ts';
import { everything, orders } from './real.ts';
import { commandsIn } from './runner.ts';

// As permissive as GitHub: HTML, tables, and addresses that become links by themselves.
const renderer = new MarkdownIt({ html: true, linkify: true });

const api = file('api.yaml', 'ApiSecurityGroup:\n  FromPort: 80\n');
const port80 = label(api, '80', 'only this port is open');

/** The rows of the only table, each as its cells. */
function table(text: string): readonly (readonly Token[])[] {
  const rows: Token[][] = [];
  renderer.parse(text, {}).forEach((token, i, all) => {
    if (token.type === 'tr_open') rows.push([]);
    const cell = all[i + 1];
    if (/^t[hd]_open$/.test(token.type) && cell) rows.at(-1)?.push(cell);
  });
  return rows;
}

/** What a reader sees of a cell. */
const seen = ({ children }: Token): string =>
  (children ?? [])
    .filter(({ type }) => type === 'text')
    .map(({ content }) => content)
    .join('');

describe('of an application with faults', () => {
  const text = markdown(orders);

  test('the gravest stand first, with place and outcome', () => {
    expect(table(text).map((row) => row.map(seen))[1]).toEqual([
      'error',
      "requests go to port 8080, but no rule of TaskSecurityGroup admits the load balancer's AlbSecurityGroup there sg-target-blocks-alb",
      'fixtures/apps/orders-service.yaml:53',
      'clients see: 504, always',
    ]);
    expect(text).toMatch(/^<!-- alb-lint -->\n### alb-lint: 1 error, 3 warnings\n/);
    expect(text).toContain('\ncoverage: the one traffic path fully checked\n');
  });

  test('each is folded, and shows what the terminal shows', () => {
    const blocks = text.match(/<pre>[\s\S]*?<\/pre>/g) ?? [];
    expect(blocks).toHaveLength(orders.findings.length);
    expect(shown(blocks[0] ?? '')).toContain(' 53 |           FromPort: 80\n');
    expect(text.match(/<details>/g)).toHaveLength(orders.findings.length);
    expect(text.match(/\n<\/details>\n/g)).toHaveLength(orders.findings.length);
  });
});

test('says so where all is well', () => {
  expect(markdown(report({ paths: 1, decided: 1 }))).toBe(
    '<!-- alb-lint -->\n### alb-lint: no problems found\n\ncoverage: the one traffic path fully checked\n',
  );
});

test('what could not be read heads the table', () => {
  const rows = table(markdown(everything)).map((row) => row.map(seen));
  expect(rows.slice(1, 3).map(([severity, , place]) => [severity, place?.replace(/:\d+$/, '')])).toEqual([
    ['unreadable', 'broken.yaml'],
    ['unreadable', 'other.yaml'],
  ]);
});

test('never longer than it may be, and says what had no room', () => {
  expect(everything.findings.length).toBeGreaterThan(200);
  for (const limit of [4_000, 65_536, 4_194_304]) {
    const text = markdown(everything, { limit });
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limit);
    expect(table(text).every((row) => row.length === 4)).toBe(true);
    expect(/^[\d,]+ (?:more )?findings? had no room /m.test(text)).toBe(limit < 4_194_304);
  }
  const huge = report({ findings: [finding(port80, { message: '|'.repeat(100_000) }), finding(port80)] });
  expect(table(markdown(huge))).toHaveLength(3);
});

test('notes leave the room to what is graver', () => {
  const notes = Array.from({ length: 500 }, () => finding(port80, { severity: 'info' }));
  const text = markdown(report({ findings: [...notes, finding(port80)] }), { limit: 20_000 });
  expect(text.match(/<details>/g)).toHaveLength(1);
  const shown = table(text).length - 2;
  expect(shown).toBeGreaterThan(20);
  expect(text).toContain(`\n${500 - shown} more findings had no room in the table.\n`);
});

const syntax = fc.constantFrom(
  ...[
    '|',
    '\\|',
    '\\\\|',
    '`',
    '``',
    '`|`',
    '<',
    '-->',
    '</details>',
    '<script>',
    '<img src=x onerror=a>',
    '[a](b)',
    '![a](b)',
  ],
  ...[
    '*a*',
    '__b__',
    '~~c~~',
    '&lt;',
    '&#124;',
    '$a$',
    '\n\n# H\n',
    '\n| a | b |',
    '\n```\n',
    '~~~',
    '    x',
    '- ',
    '1. ',
    '---',
  ],
  ...[
    'http://a.example',
    'www.a.example',
    'a@b.example',
    '@octocat',
    '#1',
    'GH-1',
    ':+1:',
    '[^1]',
    '[x]: http://a.example',
  ],
);
const texts = fc.array(fc.oneof(syntax, hostile(4)), { maxLength: 8 }).map((all) => all.join(''));

const reports: fc.Arbitrary<Report> = fc.tuple(texts, texts, texts, texts).map(([path, message, text, id]) => {
  const at = { path, text: `${text}80` };
  const one = finding(label(at, '80', text), { message, resource: entity(span(at, '80'), id), when: [text] });
  const crash = { rule: rule(), resource: one.resource, error: new Error(message) };
  return report({
    findings: [one, { ...one, severity: 'info' }],
    errors: [new InputError(message, at)],
    crashes: [crash],
  });
});

/** The tags that a rendered report may hold; none of them has an attribute, links to rules aside. */
const tags =
  /^<\/?(?:h3|p|table|thead|tbody|tr|th|td|code|br|details|summary|pre)>$|^<!-- alb-lint -->$|^<a href="https:\/\/github\.com\/alb-lint\/alb-lint\/blob\/main\/rules\/README\.md#sg-target-blocks-alb">$|^<\/a>$/;

test('nothing a template says breaks out of its cell, its fold or its block', () => {
  fc.assert(
    fc.property(reports, (of) => {
      const text = markdown(of);
      const rows = table(text);
      expect(rows.map((row) => row.length)).toEqual([4, 4, 4, 4, 4]);
      expect(rows.slice(1).map(([first]) => first && seen(first))).toEqual(
        ['crash', 'unreadable', 'error', 'info'].sort(order(rows)),
      );
      const html = renderer.render(text);
      expect((html.match(/<[^>]*>/g) ?? []).filter((tag) => !tags.test(tag))).toEqual([]);
      expect(html.match(/<details>/g)).toHaveLength(1);
      expect(html.match(/<pre>/g)).toHaveLength(1);
      expect(html.match(/<\/details>\s*<p>coverage: [^<]*<\/p>\s*$/)).not.toBeNull();
      // GitHub looks for people and issues in the text of paragraphs and cells.
      const words = html
        .replace(/<(code|pre)\b[\s\S]*?<\/\1>/g, '')
        .replace(/<[^>]*>/g, '')
        .replace(/&#\d+;/g, decoded);
      expect(words).not.toMatch(/[@#]\w/);
    }),
    { numRuns: 1000 },
  );
});

/** What a browser shows of a block. */
const shown = (html: string): string => html.replace(/^<pre>\n|\n<\/pre>$/g, '').replace(/&#\d+;/g, decoded);

const decoded = (reference: string): string => String.fromCharCode(Number(reference.slice(2, -1)));

/** Failures stand in the order of their places, which the texts decide. */
const order =
  (rows: readonly (readonly Token[])[]) =>
  (a: string, b: string): number => {
    const at = (severity: string) => rows.findIndex(([first]) => first && seen(first) === severity);
    return at(a) - at(b);
  };

test('a reader sees the text itself', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'abZ09 |\\*_<>&;#!.,:~$[](){}^"\'/%=+-'), maxLength: 30 }),
      (text) => {
        const children = renderer.parseInline(`x ${inline(text)} y`, {})[0];
        expect(children && seen(children).replaceAll('\u200b', '')).toBe(`x ${text} y`);
      },
    ),
    { numRuns: 500 },
  );
  expect(inline('`a|b` and `c')).toBe('<code>a&#124;b</code> and &#96;c');
});

test('a block ends where we end it, and shows its text', () => {
  const pieces = fc.constantFrom(
    '`',
    '```',
    '</pre>',
    '<!--',
    '&lt;',
    '::error::',
    '##[error]',
    'a',
    '\n',
    '\n\n',
    ' ',
  );
  fc.assert(
    fc.property(fc.array(pieces), (all) => {
      const content = `a${all.join('')}z`;
      const lines = block(content).join('\n');
      const tokens = renderer.parse(`${lines}\nafter`, {});
      expect(tokens.map(({ type }) => type)).toEqual(['html_block', 'paragraph_open', 'inline', 'paragraph_close']);
      expect(shown(lines)).toBe(content);
      expect(commandsIn(lines)).toEqual([]);
    }),
  );
});
