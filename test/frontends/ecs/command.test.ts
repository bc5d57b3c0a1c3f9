import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { at } from '../../all-rules.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'alb-lint-ecs-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const apps = at('fixtures/apps/task-definition-file');
const run = (...args: readonly string[]) => {
  const { stdout, stderr, status } = spawnSync(process.execPath, [inject('command'), '--format', 'json', ...args], {
    cwd: folder,
    encoding: 'utf8',
  });
  const report = JSON.parse(stdout);
  const messages: readonly string[] = report.errors.map(({ message }: { message: string }) => message);
  const rules: readonly string[] = report.findings.map(({ rule }: { rule: string }) => rule);
  return { rules, messages, stderr, status };
};

test('--task-definition names the file of a parameter', () => {
  const { rules, status } = run('--task-definition', `TaskDefinitionArn=${apps}/taskdef.json`, `${apps}/service.yaml`);
  expect(rules).toContain('service-container-port-not-mapped');
  expect(status).toBe(1);
});

test('a folder is searched for task definitions, and its files are checked against the schema', () => {
  writeFileSync(
    join(folder, 'taskdef.json'),
    '{ "family": "web", "containerDefinition": [], "containerDefinitions": [] }',
  );
  writeFileSync(
    join(folder, 'service.json'),
    '{ "serviceName": "web", "taskDefinition": "web", "launchType": "Fargate" }',
  );
  writeFileSync(join(folder, 'imagedefinitions.json'), '[{ "name": "web", "imageUri": "web:1" }]');
  writeFileSync(join(folder, 'package.json'), '{ "name": "web" }');
  const { messages, stderr, status } = run('--verbose', '.');
  expect(messages).toEqual([
    '`launchType` is one of `EC2`, `FARGATE`, `EXTERNAL`, `MANAGED_INSTANCES`, not the text "Fargate"; did you mean `FARGATE`?',
  ]);
  expect(status).toBe(2);
  expect(stderr).toContain('taskdef.json: a task definition\n');
  expect(stderr).toContain('imagedefinitions.json: image definitions, in which there is nothing to check\n');
});
