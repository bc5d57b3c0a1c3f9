// Times what the plugin adds to the synthesis of one service, in whole processes in alternation.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const runs = 7;
const most = 150;

const app = (plugin) => `
  const { App, Stack, Validations } = require('aws-cdk-lib');
  const { ContainerImage } = require('aws-cdk-lib/aws-ecs');
  const { ApplicationLoadBalancedFargateService } = require('aws-cdk-lib/aws-ecs-patterns');
  const app = new App({ outdir: process.env.OUTDIR });
  ${plugin ? "Validations.of(app).addPlugins(new (require('./dist/cdk.cjs').AlbLint)());" : ''}
  new ApplicationLoadBalancedFargateService(new Stack(app, 'Shop'), 'Web', {
    taskImageOptions: { image: ContainerImage.fromRegistry('nginx'), containerPort: 80 },
  });
  app.synth();
  const { user, system } = process.cpuUsage();
  process.stdout.write(String((user + system) / 1000));
`;

const contenders = [
  { script: app(false), env: { CDK_VALIDATION: 'false' } },
  { script: app(true), env: { CDK_VALIDATION: 'false' } },
  { script: app(false), env: {} },
];

const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;
const scratch = mkdtempSync(join(tmpdir(), 'alb-lint-bench-'));

function time({ script, env: more }) {
  const outdir = mkdtempSync(join(scratch, 'out-'));
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', script], {
    env: { ...env, ...more, OUTDIR: outdir },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return { wall: performance.now() - start, cpu: Number(stdout) };
}

try {
  const times = new Map(contenders.map((contender) => [contender, []]));
  for (let i = 0; i <= runs; i++)
    for (const [contender, all] of times) {
      const taken = time(contender);
      if (i > 0) all.push(taken); // the first run fills the disk cache
    }
  const median = (all, clock) => all.map((taken) => taken[clock]).toSorted((a, b) => a - b)[all.length >> 1];
  const [bare, ours, theirs] = [...times.values()];
  const added = (all) =>
    ['wall', 'cpu'].map((clock) => (median(all, clock) - median(bare, clock)).toFixed(0)).join(' ms by the clock and ');
  console.log(`\na one-service CDK app, medians of ${runs}: it takes ${median(bare, 'wall').toFixed(0)} ms`);
  console.log(`alb-lint adds ${added(ours)} ms of the processor (the target is ${most} or less)`);
  console.log(`CDK's own validation adds ${added(theirs)} ms of the processor`);
} finally {
  rmSync(scratch, { recursive: true });
}
