import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundle } from '../scripts/bundle.mjs';
import { lint } from '../src/index.ts';
import { at } from './all-rules.ts';
import { install } from './installed.ts';

const chromium = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].find(
  (program) => spawnSync(program, ['--version']).status === 0,
);
const missing = chromium ? '' : ' (skipped: there is no Chromium; apt-get install chromium)';

describe.skipIf(!chromium)(`in a browser${missing}`, () => {
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'alb-lint-browser-'));
    await install(folder);
  }, 60_000);

  afterAll(() => rmSync(folder, { recursive: true }));

  /** What a page writes into its one element; it may do nothing but run the script in it: no network, no `eval`. */
  async function shown(script: string): Promise<string> {
    writeFileSync(join(folder, 'entry.js'), script);
    await bundle(join(folder, 'entry.js'), join(folder, 'bundle.js'), 'browser');
    const code = readFileSync(join(folder, 'bundle.js'), 'utf8').replaceAll('</script', '<\\/script');
    writeFileSync(
      join(folder, 'page.html'),
      `<!doctype html><meta charset="utf-8">
       <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'">
       <pre></pre>
       <script>addEventListener('error', ({ message }) => { document.querySelector('pre').textContent = JSON.stringify(message); });</script>
       <script type="module">${code}</script>`,
    );
    const run = spawnSync(
      chromium ?? '',
      [
        ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--virtual-time-budget=20000'],
        `--user-data-dir=${join(folder, 'profile')}`,
        '--dump-dom',
        `file://${join(folder, 'page.html')}`,
      ],
      { encoding: 'utf8', timeout: 60_000 },
    );
    const [, text = ''] = /<pre>(.*?)<\/pre>/s.exec(run.stdout) ?? [];
    return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
  }

  test('the library finds what it finds in Node, and nothing of Node is there', { timeout: 120_000 }, async () => {
    const text = readFileSync(at('fixtures/apps/orders-service.yaml'), 'utf8');
    const page = await shown(`
      import { lint, position, rules } from 'alb-lint';
      import { defineRule } from 'alb-lint/rule';
      const own = defineRule({
        ...rules[0], id: 'own-rule', over: 'loadBalancer', and: undefined, severity: 'info',
        check: ({ loadBalancer }) => ({ message: 'there is one', at: [loadBalancer, 'here'] }),
      });
      const { findings, crashes } = lint([{ path: 'orders.yaml', text: ${JSON.stringify(text)} }], { rules: [...rules, own] });
      document.querySelector('pre').textContent = JSON.stringify({
        node: ['process', 'Buffer', 'require', 'global', '__dirname'].filter((name) => name in globalThis),
        crashes: crashes.length,
        findings: findings.map(({ rule, fingerprint, primary: [{ span }] }) =>
          [rule.id, fingerprint, position(span.file, span.start).line].join(' ')),
      });`);
    const { node, crashes, findings } = JSON.parse(page);
    expect(findings, page).toBeDefined();
    expect(node).toEqual([]);
    expect(crashes).toBe(0);
    const here = lint([{ path: 'orders.yaml', text }]).findings;
    expect(findings).toEqual(
      expect.arrayContaining(
        here.map(({ rule, fingerprint }) => expect.stringContaining(`${rule.id} ${fingerprint} `)),
      ),
    );
    expect(findings.filter((found: string) => found.startsWith('own-rule '))).toHaveLength(1);
  });
});
