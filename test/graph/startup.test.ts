import { expect, test } from 'vitest';
import { readDeployments } from '../../src/frontends/cloudformation/cloudformation.ts';
import type { Container, TaskDefinition } from '../../src/graph/ecs.ts';
import { isAwaited, startupOf, waitOf } from '../../src/graph/startup.ts';
import { read } from '../../src/source/read.ts';
import type { Value } from '../../src/value.ts';

interface Said {
  readonly startPeriod?: string;
  readonly dependsOn?: Readonly<Record<string, string>>;
}

const parameters = 'Parameters: { Start: { Type: Number }, Name: { Type: String } }\n';

function task(containers: Readonly<Record<string, Said>>, metadata = '{}'): readonly Container[] {
  const definitions = Object.entries(containers).map(([name, { startPeriod, dependsOn = {} }]) => {
    const check = startPeriod === undefined ? '' : `, HealthCheck: { Command: [x], StartPeriod: ${startPeriod} }`;
    const on = Object.entries(dependsOn).map(([n, condition]) => `{ ContainerName: ${n}, Condition: ${condition} }`);
    return `        - { Name: ${name}, Image: i${check}, DependsOn: [${on.join(', ')}] }\n`;
  });
  const text = `${parameters}Resources:
  Task:
    Type: AWS::ECS::TaskDefinition
    Metadata: ${metadata}
    Properties:
      ContainerDefinitions:
${definitions.join('')}`;
  const { deployments } = readDeployments([read({ path: 'task.yaml', text })], { parameters: new Map() });
  const graph = deployments[0]?.graph;
  if (!graph) throw new Error('no deployment');
  let found: readonly Container[] = [];
  graph.explore(() => {
    const [definition] = graph.anchors('taskDefinition') as readonly TaskDefinition[];
    found = (definition && plain(definition.containers)) || [];
  });
  return found;
}

const plain = <T>(value: Value<T>): T | undefined => (value.kind === 'unknown' ? undefined : value.value);
const reason = (value: Value<unknown>): string | undefined =>
  value.kind === 'unknown' ? value.reason.name : undefined;
const named = (containers: readonly Container[], id: string): Container => {
  const container = containers.find((c) => c.id === id);
  if (!container) throw new Error(id);
  return container;
};
const wait = (containers: readonly Container[], id: string) => {
  const value = waitOf(named(containers, id), containers);
  const known = plain(value);
  return known ? [known.seconds, ...known.chain.map((c) => c.id)] : reason(value);
};

test('a container waits for the longest chain of those that have to be healthy', () => {
  const all = task({
    api: { startPeriod: '10', dependsOn: { cache: 'HEALTHY', database: 'HEALTHY', log: 'START' } },
    database: { startPeriod: '60', dependsOn: { disk: 'HEALTHY' } },
    cache: { startPeriod: '70' },
    disk: { startPeriod: '20' },
    log: { startPeriod: '300' },
  });
  expect(wait(all, 'api')).toEqual([80, 'disk', 'database']);
  expect(wait(all, 'disk')).toEqual([0]);
});

test('a dependency without a start period still is one, and a cycle ends', () => {
  const all = task({ api: { dependsOn: { web: 'HEALTHY' } }, web: { dependsOn: { api: 'HEALTHY' } } });
  expect(wait(all, 'api')).toEqual([0, 'web']);
});

test('an unknown start period or condition on the way leaves the wait unknown', () => {
  expect(wait(task({ api: { dependsOn: { db: 'HEALTHY' } }, db: { startPeriod: '!Ref Start' } }), 'api')).toBe('Start');
  expect(wait(task({ api: { dependsOn: { db: '!Ref Name' } }, db: {} }), 'api')).toBe('Name');
});

test('a container is awaited where another one needs it to be healthy', () => {
  const all = task({ api: {}, web: { dependsOn: { api: 'HEALTHY' } }, job: { dependsOn: { web: 'START' } } });
  expect(['api', 'web', 'job'].map((id) => plain(isAwaited(named(all, id), all)))).toEqual([true, false, false]);
  const unclear = task({ api: {}, web: { dependsOn: { '!Ref Name': 'HEALTHY' } } });
  expect(reason(isAwaited(named(unclear, 'api'), unclear))).toBe('Name');
  const elsewhere = task({ api: {}, db: {}, web: { dependsOn: { db: '!Ref Name' } } });
  expect(plain(isAwaited(named(elsewhere, 'api'), elsewhere))).toBe(false);
  expect(reason(isAwaited(named(elsewhere, 'db'), elsewhere))).toBe('Name');
});

test('how long a container takes to start is what is stated, else its start period, else nothing', () => {
  const start = (containers: readonly Container[]) => plain(startupOf(named(containers, 'api')));
  expect(start(task({ api: { startPeriod: '60' } }))).toEqual({ seconds: 60, basis: 'start-period' });
  expect(start(task({ api: { startPeriod: '0' } }))).toBeUndefined();
  expect(start(task({ api: {} }))).toBeUndefined();
  const stated = '{ alb-lint: { containers: { api: { startupSeconds: 90 } } } }';
  expect(start(task({ api: { startPeriod: '60' } }, stated))).toEqual({ seconds: 90, basis: 'stated' });
  expect(reason(startupOf(named(task({ api: { startPeriod: '!Ref Start' } }), 'api')))).toBe('Start');
});
