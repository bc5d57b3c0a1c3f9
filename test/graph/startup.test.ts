import { expect, test } from 'vitest';
import { readDeployments } from '../../src/frontends/cloudformation/cloudformation.ts';
import type { Container, TaskDefinition } from '../../src/graph/ecs.ts';
import { isAwaited, startupOf, waitOf } from '../../src/graph/startup.ts';
import { read } from '../../src/source/read.ts';
import type { Value } from '../../src/value.ts';

interface Said {
  /** The whole health check, in place of one with a start period. */
  readonly check?: string;
  /** The whole of what it depends on. */
  readonly needs?: string;
  /** As its name is written. */
  readonly name?: string;
  readonly startPeriod?: string;
  readonly dependsOn?: Readonly<Record<string, string>>;
}

const parameters =
  'Parameters: { Start: { Type: Number }, Name: { Type: String }, Usual: { Type: Number, Default: 30 }, Usually: { Type: String, Default: HEALTHY } }\n';

function task(containers: Readonly<Record<string, Said>>, metadata = '{}'): readonly Container[] {
  const definitions = Object.entries(containers).map(
    ([id, { startPeriod, dependsOn = {}, check: whole, needs, name = id }]) => {
      const period = startPeriod === undefined ? '' : `, HealthCheck: { Command: [x], StartPeriod: ${startPeriod} }`;
      const on = Object.entries(dependsOn).map(([n, condition]) => `{ ContainerName: ${n}, Condition: ${condition} }`);
      const check = whole === undefined ? period : `, HealthCheck: ${whole}`;
      return `        - { Name: ${name}, Image: i${check}, DependsOn: ${needs ?? `[${on.join(', ')}]`} }\n`;
    },
  );
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

test('the first of two chains that take as long is named, and a longer one wherever it stands', () => {
  const all = task({
    api: { dependsOn: { slow: 'HEALTHY', fast: 'HEALTHY', other: 'HEALTHY' } },
    slow: { startPeriod: '60' },
    fast: { startPeriod: '10' },
    other: { startPeriod: '60' },
  });
  expect(wait(all, 'api')).toEqual([60, 'slow']);
});

test.each<readonly [string, Readonly<Record<string, Said>>, unknown]>([
  ['itself', { api: { dependsOn: { api: 'HEALTHY' } } }, [0]],
  ['nobody of that name', { api: { dependsOn: { db: 'HEALTHY' } } }, [0]],
  ['a name that is hidden', { api: { dependsOn: { '!Ref Name': 'HEALTHY' } } }, 'Name'],
  ['what is hidden altogether', { api: { needs: '!Ref Name' } }, 'Name'],
  ['one with a hidden health check', { api: { dependsOn: { db: 'HEALTHY' } }, db: { check: '!Ref Name' } }, 'Name'],
  [
    'one that waits for a hidden start period',
    {
      api: { dependsOn: { db: 'HEALTHY' } },
      db: { dependsOn: { disk: 'HEALTHY' } },
      disk: { startPeriod: '!Ref Start' },
    },
    'Start',
  ],
])('a container that waits for %s', (_, containers, expected) =>
  expect(wait(task(containers), 'api')).toEqual(expected),
);

test('a wait rests on the default of a start period', () => {
  const all = task({ api: { dependsOn: { db: 'HEALTHY' } }, db: { startPeriod: '!Ref Usual' } });
  expect(waitOf(named(all, 'api'), all).via).toMatchObject([{ kind: 'parameter-default', name: 'Usual' }]);
});

test('whether a container is awaited rests on the default of a condition', () => {
  const all = task({ api: {}, web: { dependsOn: { api: '!Ref Usually' } } });
  expect(isAwaited(named(all, 'api'), all).via).toMatchObject([{ kind: 'parameter-default', name: 'Usually' }]);
});

test('nobody knows whether a container is awaited where names or dependencies are hidden', () => {
  const nameless = task({ api: { name: '!Ref Name' }, web: { dependsOn: { db: 'HEALTHY' } }, db: {} });
  const [api] = nameless;
  expect(api && reason(isAwaited(api, nameless))).toBe('Name');
  const hidden = task({ api: {}, web: { needs: '!Ref Name' } });
  expect(reason(isAwaited(named(hidden, 'api'), hidden))).toBe('Name');
});

test('nobody knows how long a container takes to start whose health check is hidden', () => {
  const all = task({ api: { check: '!Ref Name' }, web: {} });
  expect(reason(startupOf(named(all, 'api')))).toBe('Name');
  expect(startupOf(named(all, 'web'))).toMatchObject({ kind: 'defaulted', value: undefined });
});
