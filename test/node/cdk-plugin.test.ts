import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  App,
  CfnParameter,
  type IPolicyValidationPlugin,
  type IPolicyValidationPluginBeta1,
  NestedStack,
  Stack,
  Stage,
  Validations,
} from 'aws-cdk-lib';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { ContainerImage } from 'aws-cdk-lib/aws-ecs';
import { ApplicationLoadBalancedFargateService } from 'aws-cdk-lib/aws-ecs-patterns';
import type { Construct } from 'constructs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AlbLint } from '../../src/node/cdk-plugin.ts';
import { defineRule } from '../../src/rule.ts';

let outdir: string;

beforeEach(() => {
  outdir = mkdtempSync(join(tmpdir(), 'alb-lint-cdk-'));
  vi.stubEnv('CDK_VALIDATION', 'false'); // CDK's own plugin takes seconds
  vi.spyOn(console, 'error').mockReturnValue();
});

afterEach(() => {
  rmSync(outdir, { recursive: true });
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

/** One service; the pattern opens the traffic port on both sides, and no other. */
function web(scope: Construct): ApplicationLoadBalancedFargateService {
  return new ApplicationLoadBalancedFargateService(scope, 'Web', {
    taskImageOptions: { image: ContainerImage.fromRegistry('nginx'), containerPort: 80 },
  });
}

const faulty = (scope: Construct): ApplicationLoadBalancedFargateService => {
  const service = web(scope);
  service.targetGroup.configureHealthCheck({ port: '9000' });
  return service;
};

function appWith(plugin: IPolicyValidationPlugin): App {
  const app = new App({ outdir });
  Validations.of(app).addPlugins(plugin);
  return app;
}

/** What an app's synthesis ends with, and what it leaves in `validation-report.json` of ours. */
function synthesised(app: App) {
  let error = '';
  try {
    app.synth();
  } catch (thrown) {
    error = String(thrown);
  }
  const { pluginReports } = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8'));
  return { error, report: pluginReports.find((report: { pluginName: string }) => report.pluginName === 'alb-lint') };
}

const rulesIn = (report: { violations: readonly { ruleName: string }[] } | undefined) =>
  report?.violations.map(({ ruleName }) => ruleName) ?? [];

test('a health check port that the pattern opens nowhere stops the synthesis', () => {
  const app = appWith(new AlbLint());
  faulty(new Stack(app, 'Shop'));
  const { error, report } = synthesised(app);
  expect(error).toContain('health checks go to port 9000, but no rule of');
  expect(error).toContain('clients see: 502 or 503, always');
  expect(error).toContain('Shop/Web/LB/PublicListener/ECSGroup/Resource');
  expect(report.conclusion).toBe('failure');
  expect(rulesIn(report)).toEqual(['sg-target-blocks-health-check']);
  const [{ violatingConstructs, severity, ruleMetadata }] = report.violations;
  expect(severity).toBe('error');
  expect(ruleMetadata.docs).toMatch(/#sg-target-blocks-health-check$/);
  expect(violatingConstructs[0].cloudFormationResource).toMatchObject({
    templatePath: 'Shop.template.json',
    propertyPaths: ['Properties.HealthCheckPort'],
  });
});

test('an app without a fault is synthesised in silence', () => {
  const app = appWith(new AlbLint());
  web(new Stack(app, 'Shop'));
  expect(synthesised(app)).toEqual({ error: '', report: undefined });
});

test('an app without a load balancer, or without anything, is none of our business', () => {
  const app = appWith(new AlbLint({ failOn: 'info' }));
  new Vpc(new Stack(app, 'Network'), 'Vpc');
  new Stack(app, 'Empty');
  expect(synthesised(app)).toEqual({ error: '', report: undefined });
});

test('what fails and what is shown can be chosen', () => {
  const never = appWith(new AlbLint({ failOn: 'never', show: 'info' }));
  faulty(new Stack(never, 'Shop'));
  const lenient = synthesised(never);
  expect(lenient.error).toBe('');
  expect(lenient.report.conclusion).toBe('success');
  expect(lenient.report.violations.map(({ severity }: { severity: string }) => severity)).toEqual(['warning', 'info']);
  expect(lenient.report.violations[0].ruleMetadata.severity).toBe('error');

  const info = appWith(new AlbLint({ failOn: 'info' }));
  web(new Stack(info, 'Shop'));
  expect(synthesised(info).error).toContain('stop-timeout-below-deregistration-delay');
});

test('what is acknowledged does not fail, stays in the report with its reason, and excuses nothing else', () => {
  const app = appWith(new AlbLint({ failOn: 'info' }));
  const acknowledgement = { id: 'alb-lint::sg-target-blocks-health-check', reason: 'the sidecar opens it' };
  Validations.of(faulty(new Stack(app, 'Shop')).targetGroup).acknowledge(acknowledgement);
  const { error, report } = synthesised(app);
  expect(report.suppressedViolations).toMatchObject([
    { ruleName: 'sg-target-blocks-health-check', reason: 'the sidecar opens it' },
  ]);
  expect(error).not.toContain('port 9000');
  expect(rulesIn(report)).toEqual(['stop-timeout-below-deregistration-delay']);
  expect(report.conclusion, 'a finding that reaches the threshold is left').toBe('failure');

  const acknowledged = appWith(new AlbLint());
  Validations.of(faulty(new Stack(acknowledged, 'Shop'))).acknowledge(acknowledgement);
  expect(synthesised(acknowledged)).toMatchObject({ error: '', report: { conclusion: 'success', violations: [] } });
});

test('stacks nested in stacks are looked into, and every stage for itself', () => {
  const app = appWith(new AlbLint());
  for (const name of ['Test', 'Live']) faulty(new NestedStack(new Stack(new Stage(app, name), 'Shop'), 'Inner'));
  const { report } = synthesised(app);
  expect(
    report.violations.map(
      ({ violatingConstructs: [construct] }: { violatingConstructs: [{ constructPath: string }] }) =>
        construct.constructPath,
    ),
  ).toEqual([
    'Live/Shop/Inner/Web/LB/PublicListener/ECSGroup/Resource',
    'Test/Shop/Inner/Web/LB/PublicListener/ECSGroup/Resource',
  ]);
});

test('a parameter is known once it is given', () => {
  const withPort = (plugin: AlbLint): App => {
    const app = appWith(plugin);
    const stack = new Stack(app, 'Shop');
    web(stack).targetGroup.configureHealthCheck({ port: new CfnParameter(stack, 'Port').valueAsString });
    return app;
  };
  expect(synthesised(withPort(new AlbLint())).error).toBe('');
  expect(synthesised(withPort(new AlbLint({ parameters: { Port: '9000' } }))).error).toContain('9000');
});

test('own rules are checked beside ours, and one that crashes is told', () => {
  const rule = (check: () => { message: string } | undefined) =>
    defineRule({
      id: 'own-rule',
      title: 'there is a load balancer',
      status: ['503'],
      during: 'always',
      severity: 'error',
      why: '',
      remedy: 'Take it away.',
      references: [],
      over: 'loadBalancer',
      check: ({ loadBalancer }) => ({ message: 'there is one', ...check(), at: [loadBalancer, 'here'] }),
    });
  const app = appWith(new AlbLint({ rules: [rule(() => undefined)] }));
  web(new Stack(app, 'Shop'));
  expect(synthesised(app).error).toContain("Acknowledge with 'alb-lint::own-rule'");

  const broken = appWith(
    new AlbLint({
      rules: [
        rule(() => {
          throw new Error('out of cheese');
        }),
      ],
    }),
  );
  web(new Stack(broken, 'Shop'));
  expect(synthesised(broken).error).toMatch(/this check crashed.*out of cheese/);
});

test('the interface that came before Validations works too', () => {
  const plugin: IPolicyValidationPluginBeta1 = new AlbLint();
  const app = new App({ outdir, policyValidationBeta1: [plugin] });
  faulty(new Stack(app, 'Shop'));
  expect(synthesised(app).error).toContain('health checks go to port 9000');
});
