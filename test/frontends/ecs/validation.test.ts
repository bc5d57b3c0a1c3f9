import { expect, test } from 'vitest';
import { linted } from './linted.ts';

const errorsOf = (definition: object) =>
  linted({ 'taskdef.json': { family: 'web', containerDefinitions: [], ...definition } }).errors.map((error) =>
    error.replace(/^taskdef\.json:\d+:\d+ /, ''),
  );
const ofContainer = (container: object) =>
  errorsOf({ containerDefinitions: [{ name: 'web', image: 'registry.example/web:1', ...container }] });

test.each([
  [
    { networkMode: 'awsvcp' },
    '`networkMode` is one of `bridge`, `host`, `awsvpc`, `none`, `default`, not the text "awsvcp"; did you mean `awsvpc`?',
  ],
  [{ cpu: 256 }, '`cpu` is a text, not `256`; write `"256"`'],
  [{ networkmode: 'host' }, '`networkmode` is not a key here; did you mean `networkMode`?'],
  [
    { requires_compatibilities: [] },
    '`requires_compatibilities` is not a key here; did you mean `requiresCompatibilities`?',
  ],
  [{ requiresCompatibilities: 'FARGATE' }, '`requiresCompatibilities` is a list, not the text "FARGATE"'],
  [
    { requiresCompatibilities: ['FARGATE_SPOT'] },
    'each item of `requiresCompatibilities` is one of `EC2`, `FARGATE`, `EXTERNAL`, `MANAGED_INSTANCES`, not the text "FARGATE_SPOT"',
  ],
])('%j', (definition, message) => {
  expect(errorsOf(definition)).toEqual([message]);
});

test.each([
  [{ portMapping: [] }, '`portMapping` is not a key here; did you mean `portMappings`?'],
  [{ enviroment: [] }, '`enviroment` is not a key here; did you mean `environment`?'],
  [{ memory: '512' }, '`memory` is an integer, not the text "512"; write `512` without quotes'],
  [{ essential: 'true' }, '`essential` is true or false, not the text "true"; write `true` without quotes'],
  [{ portMappings: [{ containerPort: 70000 }] }, '`containerPort` is between 0 and 65535, not `70000`'],
  [{ cpu: -1 }, '`cpu` is at least 0, not `-1`'],
  [{ environment: [{ name: 'PORT', value: 80 }] }, '`value` is a text, not `80`; write `"80"`'],
  [{ environment: { PORT: '80' } }, '`environment` is a list, not a map'],
  [
    { dependsOn: [{ containerName: 'a', condition: 'HEALTY' }] },
    '`condition` is one of `START`, `COMPLETE`, `SUCCESS`, `HEALTHY`, not the text "HEALTY"; did you mean `HEALTHY`?',
  ],
])('in a container: %j', (container, message) => {
  expect(ofContainer(container)).toEqual([message]);
});

test('a key that AWS may have added since is let through', () => {
  expect(ofContainer({ quantumEntanglement: true })).toEqual([]);
});

test('an error stands where the fault is, and every fault is told', () => {
  const text = `{
  "family": "web",
  "networkMode": "vpc",
  "containerDefinitions": [
    { "name": "web", "portMapping": [] }
  ]
}`;
  expect(linted({ 'taskdef.json': text }).errors.map((error) => error.split(' ')[0])).toEqual([
    'taskdef.json:3:18',
    'taskdef.json:5:22',
  ]);
});

test('a service is checked as well', () => {
  const { errors } = linted({
    'service.json': { serviceName: 'web', taskDefinition: 'web', desiredCounts: 2, launchType: 'fargate' },
  });
  expect(errors).toEqual([
    'service.json:4:3 `desiredCounts` is not a key here; did you mean `desiredCount`?',
    'service.json:5:17 `launchType` is one of `EC2`, `FARGATE`, `EXTERNAL`, `MANAGED_INSTANCES`, not the text "fargate"; did you mean `FARGATE`?',
  ]);
});
