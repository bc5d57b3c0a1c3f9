import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import type { JsonReport } from '../../src/formats/json-report.ts';
import { at } from '../all-rules.ts';
import {
  blueGreen,
  dynamicPorts,
  fargate,
  type Make,
  nestedStack,
  stages,
  synthesise,
  twoStacks,
  weakReferences,
} from '../cdk/apps.mjs';

interface Expected {
  readonly make: Make;
  readonly rules: readonly string[];
  /** Of the first finding. */
  readonly construct: string;
  readonly file: string;
}

const apps: Readonly<Record<string, Expected>> = {
  fargate: {
    make: fargate,
    rules: ['sg-target-blocks-health-check'],
    construct: 'Shop/Web/LB/PublicListener/ECSGroup/Resource',
    file: 'Shop.template.json',
  },
  dynamicPorts: {
    make: dynamicPorts,
    rules: ['sg-dynamic-port-range-closed', 'sg-alb-egress-blocks-target'],
    construct: 'Shop/Instances/InstanceSecurityGroup/Resource',
    file: 'Shop.template.json',
  },
  twoStacks: {
    make: twoStacks,
    rules: ['idle-timeout-raised-past-keep-alive'],
    construct: 'Entrance/Alb/Resource',
    file: 'Entrance.template.json',
  },
  weakReferences: {
    make: weakReferences,
    rules: ['idle-timeout-raised-past-keep-alive'],
    construct: 'Entrance/Alb/Resource',
    file: 'Entrance.template.json',
  },
  stages: {
    make: stages,
    rules: ['idle-timeout-raised-past-keep-alive'],
    construct: 'Production/Entrance/Alb/Resource',
    file: 'assembly-Production/ProductionEntranceA9E5AF38.template.json',
  },
  nestedStack: {
    make: nestedStack,
    rules: ['sg-target-blocks-health-check'],
    construct: 'Shop/Alb/Http/TargetsGroup/Resource',
    file: 'Shop.template.json',
  },
  blueGreen: {
    make: blueGreen,
    rules: ['sg-target-blocks-health-check'],
    construct: 'Shop/Blue/Resource',
    file: 'Shop.template.json',
  },
};

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'alb-lint-assembly-'));
  vi.stubEnv('CDK_VALIDATION', 'false'); // CDK's own checks of templates take seconds
  for (const [name, { make }] of Object.entries(apps)) {
    synthesise(make, join(folder, name, 'faulty'), true);
    synthesise(make, join(folder, name, 'clean'), false);
  }
  vi.unstubAllEnvs();
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true }));

const alb = (args: readonly string[], cwd = folder) =>
  spawnSync(process.execPath, [inject('command'), ...args], { cwd, encoding: 'utf8' });

function report(paths: readonly string[], cwd = folder): JsonReport & { readonly status: number | null } {
  const { stdout, status } = alb(['--format', 'json', ...paths], cwd);
  return { ...JSON.parse(stdout), status };
}

const grave = ({ findings }: JsonReport) => findings.filter(({ severity }) => severity !== 'info');

describe.each(Object.entries(apps))('%s', (name, { rules, construct, file }) => {
  test('its fault is found, where the app creates it', () => {
    const { findings, errors, status } = report([join(name, 'faulty')]);
    const [first, ...rest] = grave({ findings } as JsonReport);
    expect(errors).toEqual([]);
    expect([first, ...rest].map((finding) => finding?.rule)).toEqual(rules);
    expect(first).toMatchObject({ construct, file: `${name}/faulty/${file}` });
    expect(first?.source).toMatch(/test\/cdk\/apps\.mjs:\d+$/);
    const line = Number(first?.source?.split(':').at(-1));
    expect(readFileSync(at('test/cdk/apps.mjs'), 'utf8').split('\n')[line - 1]).toMatch(/new |addTargets|group\(/);
    expect(status).toBe(1);
  });

  test('without it every traffic path is checked to the end, and nothing is found', () => {
    const clean = report([join(name, 'clean')]);
    expect(grave(clean)).toEqual([]);
    expect(clean.errors).toEqual([]);
    expect(clean.coverage).toMatchObject({ gaps: [], undecided: [] });
    expect(clean.coverage.paths).toBeGreaterThan(0);
    expect(clean.coverage.decided).toBe(clean.coverage.paths);
    expect(clean.status).toBe(0);
  });

  test('of the assets that `cdk-assets` lists, the templates of stacks are linted and no others', () => {
    const { stderr } = alb(['--verbose', '--format', 'json', name]);
    const taken = [...stderr.matchAll(/^(.+): a template$/gm)].flatMap(([, path]) => path ?? []);
    const listed = assetsIn(join(folder, name)).map((path) => `${name}/${path}`);
    expect(taken.toSorted()).toEqual(listed.filter((path) => path.endsWith('.template.json')).toSorted());
    expect(taken.length).toBeGreaterThan(1);
    if (name === 'fargate') expect(listed.filter((path) => !taken.includes(path))).toHaveLength(2);
  });
});

/** The files that `cdk-assets ls` lists, of all asset manifests below a folder. */
function assetsIn(root: string): readonly string[] {
  const manifests = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.assets.json'));
  return manifests.flatMap((path) => {
    const manifest = JSON.parse(readFileSync(join(root, path), 'utf8'));
    // The newest cdk-assets refuses what the newest aws-cdk-lib writes, though it knows every field of it.
    writeFileSync(join(folder, 'oracle.json'), JSON.stringify({ ...manifest, version: '54.0.0' }));
    const listed = execFileSync(process.execPath, [at('node_modules/.bin/cdk-assets'), 'ls', '-p', 'oracle.json'], {
      cwd: folder,
      encoding: 'utf8',
    });
    const sources = listed.split('\n').flatMap((line) => /^[0-9a-f]{64} file (\{.*\})$/.exec(line)?.[1] ?? []);
    return sources.map((source) => join(dirname(path), JSON.parse(source).path));
  });
}

describe('an assembly that is not whole', () => {
  /** A copy of two stacks, changed, beside one that is whole. */
  function broken(change: (assembly: string) => void) {
    const home = mkdtempSync(join(folder, 'broken-'));
    cpSync(join(folder, 'twoStacks/faulty'), join(home, 'cdk.out'), { recursive: true });
    cpSync(join(folder, 'fargate/faulty'), join(home, 'whole'), { recursive: true });
    change(join(home, 'cdk.out'));
    const { findings, errors, status } = report(['cdk.out', 'whole'], home);
    expect(status).toBe(2);
    expect(findings.some(({ file }) => file.startsWith('whole/'))).toBe(true);
    return { findings, errors, home };
  }

  const edit = (assembly: string, change: (manifest: Manifest) => void): void => {
    const path = join(assembly, 'manifest.json');
    const manifest = JSON.parse(readFileSync(path, 'utf8'));
    change(manifest);
    writeFileSync(path, JSON.stringify(manifest));
  };

  interface Manifest {
    version: string;
    artifacts: { [id: string]: { properties: { [name: string]: unknown } } };
  }

  test.each<[string, (assembly: string) => void, string, RegExp]>([
    [
      'a template is missing',
      (assembly) => rmSync(join(assembly, 'Shop.template.json')),
      'cdk.out/manifest.json',
      /`Shop\.template\.json`, which it names, .*no such file.*stale or half-written/,
    ],
    [
      'the manifest ends early',
      (assembly) => truncateSync(join(assembly, 'manifest.json'), 500),
      'cdk.out/manifest.json',
      /no JSON.*half-written/,
    ],
    [
      'the manifest is empty',
      (assembly) => truncateSync(join(assembly, 'manifest.json')),
      'cdk.out/manifest.json',
      /no JSON/,
    ],
    [
      'there is no manifest',
      (assembly) => rmSync(join(assembly, 'manifest.json')),
      'cdk.out',
      /no `manifest\.json`.*half-written/,
    ],
    [
      'the manifest is from the future',
      (assembly) => edit(assembly, (manifest) => Object.assign(manifest, { version: '999.0.0' })),
      'cdk.out/manifest.json',
      /schema version 999\.0\.0, and this alb-lint knows those up to \d+/,
    ],
    [
      'a stack names no template',
      (assembly) => edit(assembly, ({ artifacts }) => delete artifacts.Shop?.properties.templateFile),
      'cdk.out/manifest.json',
      /names no file/,
    ],
    [
      'a template ends early',
      (assembly) => truncateSync(join(assembly, 'Shop.template.json'), 700),
      'cdk.out/Shop.template.json',
      /./,
    ],
    [
      'a template is empty',
      (assembly) => truncateSync(join(assembly, 'Shop.template.json')),
      'cdk.out/Shop.template.json',
      /./,
    ],
  ])('%s: one clear error, and everything else is linted', (_, change, file, message) => {
    expect(broken(change).errors).toMatchObject([{ file, message: expect.stringMatching(message) }]);
  });

  const put = (text: string) => (assembly: string) => writeFileSync(join(assembly, 'Entrance.metadata.json'), text);
  const name = (file: unknown) => (assembly: string) =>
    edit(assembly, ({ artifacts }) => Object.assign(artifacts.Entrance ?? {}, { additionalMetadataFile: file }));
  const manifest = 'cdk.out/manifest.json';
  const own = 'cdk.out/Entrance.metadata.json';

  test.each<[string, (assembly: string) => void, string, RegExp]>([
    ['is not there', (assembly) => rmSync(join(assembly, 'Entrance.metadata.json')), manifest, /stale or half-written/],
    ['ends early', (assembly) => truncateSync(join(assembly, 'Entrance.metadata.json'), 3000), own, /no JSON/],
    ['is empty', put(''), own, /no JSON/],
    ['is a list', put('[]'), own, /is no map.*constructs may be missing/],
    ['has text in place of a list', put('{"/Entrance":"x"}'), own, /`\/Entrance` is no list/],
    ['has text in place of an entry', put('{"/Entrance":["x"]}'), own, /an entry in the metadata of `\/Entrance`/],
    ['has a number for a logical id', put('{"/Entrance":[{"type":"aws:cdk:logicalId","data":5}]}'), own, /an entry/],
    ['has no stack trace', put('{"/Entrance":[{"type":"aws:cdk:creationStack"}]}'), own, /a stack trace/],
    ['is named by a number', name(5), manifest, /names no file/],
    ['is named outside of the assembly', name('../whole/Shop.metadata.json'), manifest, /lies outside/],
  ])('the metadata of a stack %s: said once, and findings do without', (_, change, file, message) => {
    const { errors, findings } = broken(change);
    expect(errors).toMatchObject([{ file, message: expect.stringMatching(message) }]);
    expect(findings).toContainEqual(
      expect.objectContaining({ file: 'cdk.out/Entrance.template.json', construct: null, source: null }),
    );
  });

  test('one entry that nobody understands costs nothing but itself', () => {
    const { errors, findings } = broken((assembly) => {
      const path = join(assembly, 'Entrance.metadata.json');
      const metadata = JSON.parse(readFileSync(path, 'utf8'));
      writeFileSync(path, JSON.stringify({ '/Entrance/First': 5, ...metadata, '/Entrance/Last': 5 }));
    });
    expect(errors).toMatchObject([{ file: own, message: expect.stringContaining('`/Entrance/First` is no list') }]);
    expect(findings).toContainEqual(expect.objectContaining({ construct: 'Entrance/Alb/Resource' }));
  });

  test('metadata in the manifest that is none: said, and the file of its own is read', () => {
    const { errors, findings } = broken((assembly) =>
      edit(assembly, ({ artifacts }) => Object.assign(artifacts.Entrance ?? {}, { metadata: 'x' })),
    );
    expect(errors).toMatchObject([{ file: manifest, message: expect.stringContaining('is no map') }]);
    expect(findings).toContainEqual(expect.objectContaining({ construct: 'Entrance/Alb/Resource' }));
  });

  test.each(['../../secret.template.json', '/etc/hostname', 'link/secret.template.json', 'link.template.json'])(
    'nothing outside is read: %s',
    (name) => {
      const { errors, findings } = broken((assembly) => {
        const secret = join(folder, 'secret.template.json');
        cpSync(join(assembly, 'Shop.template.json'), secret);
        cpSync(secret, join(assembly, '../secret.template.json'));
        symlinkSync(folder, join(assembly, 'link'));
        symlinkSync(secret, join(assembly, 'link.template.json'));
        edit(assembly, ({ artifacts }) => Object.assign(artifacts.Shop?.properties ?? {}, { templateFile: name }));
      });
      expect(errors).toMatchObject([
        { file: 'cdk.out/manifest.json', message: expect.stringMatching(/lies outside|leads out/) },
      ]);
      expect(findings.filter(({ file }) => file.includes('secret') || file.includes('link'))).toEqual([]);
    },
  );

  test('an assembly that is its own stage is read once', () => {
    const home = mkdtempSync(join(folder, 'circle-'));
    cpSync(join(folder, 'twoStacks/faulty'), join(home, 'cdk.out'), { recursive: true });
    edit(join(home, 'cdk.out'), ({ artifacts }) =>
      Object.assign(artifacts, { again: { type: 'cdk:cloud-assembly', properties: { directoryName: '.' } } }),
    );
    const { errors, findings } = report(['cdk.out'], home);
    expect(errors).toEqual([]);
    expect(grave({ findings } as JsonReport)).toHaveLength(1);
  });

  test('a template that no stack has any more is not linted', () => {
    const home = mkdtempSync(join(folder, 'stale-'));
    cpSync(join(folder, 'twoStacks/clean'), join(home, 'cdk.out'), { recursive: true });
    cpSync(join(folder, 'fargate/faulty/Shop.template.json'), join(home, 'cdk.out/Renamed.template.json'));
    expect(report(['cdk.out'], home)).toMatchObject({ status: 0, errors: [] });
  });
});

describe('what `cdk synth` leaves', () => {
  test('tells construct and line of the app, in a terminal too', () => {
    const home = mkdtempSync(join(folder, 'cli-'));
    writeFileSync(
      join(home, 'app.mjs'),
      `import { App } from '${at('node_modules/aws-cdk-lib/index.js')}';
       import { nestedStack } from '${at('test/cdk/apps.mjs')}';
       nestedStack(new App(), true);`,
    );
    const zones = { 'availability-zones:account=111122223333:region=eu-west-1': ['eu-west-1a', 'eu-west-1b'] };
    writeFileSync(join(home, 'cdk.context.json'), JSON.stringify(zones));
    const cdk = [at('node_modules/.bin/cdk'), 'synth', '-q', '--no-notices', '--app', 'node app.mjs'];
    execFileSync(process.execPath, cdk, { cwd: home, stdio: 'pipe', env: { ...process.env, CDK_VALIDATION: 'false' } });
    writeFileSync(join(home, '.gitignore'), 'cdk.out\n');
    const { stdout, status } = alb(['--color', 'never', '.'], home);
    expect(stdout).toMatch(/= construct: Shop\/Alb\/Http\/TargetsGroup\/Resource \(.*test\/cdk\/apps\.mjs:\d+\)/);
    expect(stdout).toContain('coverage: the one traffic path fully checked');
    expect(status).toBe(1);
  });
});
