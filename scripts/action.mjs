// One step of action.yml: runs the command as the inputs say and sets the outputs.
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { appendFileSync, existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const { COMMAND, PATHS, FAIL_ON, CONFIG, BASELINE, ARGS, SARIF, GITHUB_OUTPUT, RUNNER_TEMP } = process.env;

const paths = PATHS.split(/\r?\n/)
  .map((line) => line.trim())
  .filter((line) => line !== '');
const counted = join(mkdtempSync(join(RUNNER_TEMP ?? tmpdir(), 'alb-lint-')), 'report.json');
const sarif = resolve(SARIF);

const { status, error } = spawnSync(
  process.execPath,
  [
    COMMAND,
    '--format=pretty',
    `--format=json=${counted}`,
    `--format=sarif=${sarif}`,
    `--fail-on=${FAIL_ON}`,
    ...(CONFIG ? [`--config=${CONFIG}`] : []),
    ...(BASELINE ? [`--baseline=${BASELINE}`] : []),
    ...words(ARGS),
    '--',
    ...paths,
  ],
  { stdio: 'inherit' },
);
if (error) throw error;

if (existsSync(counted)) {
  const { summary } = JSON.parse(readFileSync(counted, 'utf8'));
  output('errors', summary.error);
  output('warnings', summary.warning);
  output('notes', summary.info);
}
if (existsSync(sarif)) output('sarif', sarif);
process.exitCode = status ?? 2;

/** Words as a shell tells them apart: between blanks, quotes hold them together. */
function words(text) {
  const parts = text.matchAll(/(?:[^\s"']|"[^"]*"|'[^']*')+/g);
  return [...parts].map(([part]) => part.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'));
}

/** With a delimiter nobody can guess, so that no value can set another output. */
function output(name, value) {
  const end = randomUUID();
  appendFileSync(GITHUB_OUTPUT, `${name}<<${end}\n${value}\n${end}\n`);
}
