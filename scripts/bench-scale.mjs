// Times what grows: all rules against the first twelve over public files, and assemblies of 50, 100 and 200 stacks.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const command = 'dist/cli.cjs';
const corpus = '../shared/corpus';
const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;

/** The rules of the first release, which the later ones are measured against. */
const first = [
  'health-check-path-root-default-matcher',
  'health-check-port-not-served',
  'health-check-protocol-mismatch',
  'target-protocol-port-mismatch',
  'sg-target-blocks-alb',
  'sg-target-blocks-health-check',
  'sg-dynamic-port-range-closed',
  'sg-alb-egress-blocks-target',
  'sg-implicit-default-group',
  'stop-timeout-below-deregistration-delay',
  'fargate-spot-stop-timeout',
  'keep-alive-below-idle-timeout',
];

const peak =
  'data:text/javascript,process.on("exit",()=>process.stderr.write(`peak ${process.resourceUsage().maxRSS}`))';

function run(args) {
  const start = performance.now();
  const { stderr } = spawnSync(process.execPath, ['--import', peak, command, '--fail-on=never', ...args], {
    env,
    encoding: 'utf8',
    maxBuffer: 1e9,
  });
  return { ms: performance.now() - start, mib: Number(/peak (\d+)$/.exec(stderr)?.[1]) / 1024 };
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Runs in alternation, so that a slow spell of the machine hits all alike. */
function alternate(contenders, runs) {
  const all = contenders.map(() => []);
  for (let i = 0; i < runs; i++) for (const [k, args] of contenders.entries()) all[k].push(run(args));
  return all.map((some) => ({ ms: median(some.map(({ ms }) => ms)), mib: median(some.map(({ mib }) => mib)) }));
}

if (existsSync(corpus)) {
  const [all, twelve] = alternate([[corpus], [...first.flatMap((id) => ['--rule', id]), corpus]], 5);
  console.log(`\npublic files, all rules      ${all.ms.toFixed(0)} ms`);
  console.log(
    `public files, first twelve   ${twelve.ms.toFixed(0)} ms, ratio ${(all.ms / twelve.ms).toFixed(2)}; at most 1.5`,
  );
} else console.log('\nthe public files are not here (../shared/corpus): not timed');

const folder = mkdtempSync(join(tmpdir(), 'alb-lint-bench-'));
try {
  const sizes = [50, 100, 200];
  const texts = sizes.map((count) => stacks(join(folder, String(count)), count));
  const results = alternate(
    sizes.map((count) => [join(folder, String(count))]),
    3,
  );
  console.log('\nstacks  resources    text MB      ms  peak MiB  ms a stack');
  for (const [i, { ms, mib }] of results.entries()) {
    const row = [sizes[i], sizes[i] * 500, texts[i] / 1e6, ms, mib, ms / sizes[i]];
    console.log(row.map((n, k) => n.toFixed([0, 0, 1, 0, 0, 1][k]).padStart([6, 11, 11, 8, 10, 12][k])).join(''));
  }
} finally {
  rmSync(folder, { recursive: true });
}

/** Writes stacks of 500 resources each, one faulty service in twenty; returns the size of their text. */
function stacks(path, count) {
  mkdirSync(path, { recursive: true });
  let size = 0;
  for (let s = 0; s < count; s++) {
    const text = JSON.stringify({ Resources: resources(s) }, null, 1);
    size += text.length;
    writeFileSync(join(path, `stack-${s}.template.json`), text);
  }
  return size;
}

function resources(stack) {
  const group = { Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: `stack ${stack}` } };
  const made = {
    AlbGroup: group,
    Alb: {
      Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
      Properties: { Subnets: ['subnet-1', 'subnet-2'], SecurityGroups: [{ 'Fn::GetAtt': ['AlbGroup', 'GroupId'] }] },
    },
    Https: {
      Type: 'AWS::ElasticLoadBalancingV2::Listener',
      Properties: {
        LoadBalancerArn: { Ref: 'Alb' },
        Port: 443,
        Protocol: 'HTTPS',
        Certificates: [{ CertificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/1' }],
        DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }],
      },
    },
  };
  for (let i = 0; i < 20; i++) Object.assign(made, service(i, i === 7 ? 8081 : 8080, group));
  for (let i = Object.keys(made).length; i < 500; i++)
    made[`Role${i}`] = {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' }],
        },
      },
    };
  return made;
}

function service(i, port, group) {
  return {
    [`Group${i}`]: group,
    [`Ingress${i}`]: {
      Type: 'AWS::EC2::SecurityGroupIngress',
      Properties: {
        GroupId: { 'Fn::GetAtt': [`Group${i}`, 'GroupId'] },
        IpProtocol: 'tcp',
        FromPort: 8080,
        ToPort: 8080,
        SourceSecurityGroupId: { 'Fn::GetAtt': ['AlbGroup', 'GroupId'] },
      },
    },
    [`Targets${i}`]: {
      Type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
      Properties: { VpcId: 'vpc-1', TargetType: 'ip', Port: 80, Protocol: 'HTTP', HealthCheckPath: '/health' },
    },
    [`Rule${i}`]: {
      Type: 'AWS::ElasticLoadBalancingV2::ListenerRule',
      Properties: {
        ListenerArn: { Ref: 'Https' },
        Priority: i + 1,
        Conditions: [{ Field: 'path-pattern', Values: [`/${i}/*`] }],
        Actions: [{ Type: 'forward', TargetGroupArn: { Ref: `Targets${i}` } }],
      },
    },
    [`Task${i}`]: {
      Type: 'AWS::ECS::TaskDefinition',
      Properties: {
        RequiresCompatibilities: ['FARGATE'],
        NetworkMode: 'awsvpc',
        ContainerDefinitions: [{ Name: 'app', Image: 'app:1', PortMappings: [{ ContainerPort: port }] }],
      },
    },
    [`Service${i}`]: {
      Type: 'AWS::ECS::Service',
      DependsOn: `Rule${i}`,
      Properties: {
        LaunchType: 'FARGATE',
        TaskDefinition: { Ref: `Task${i}` },
        NetworkConfiguration: {
          AwsvpcConfiguration: { Subnets: ['subnet-1'], SecurityGroups: [{ 'Fn::GetAtt': [`Group${i}`, 'GroupId'] }] },
        },
        LoadBalancers: [{ TargetGroupArn: { Ref: `Targets${i}` }, ContainerName: 'app', ContainerPort: port }],
      },
    },
  };
}
