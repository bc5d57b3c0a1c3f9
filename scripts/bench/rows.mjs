import { join } from 'node:path';
import { growth, memory, ofNode, ofOurs, ofText, onTop, within } from './targets.mjs';

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

const kb = ({ size }) => (size < 10_000 ? (size / 1e3).toFixed(1) : (size / 1e3).toFixed(0));
const mb = ({ size }) => (size / 1e6).toFixed(1);

/** Everything that is run: the work, the program, its arguments, and what is to be reached. */
export function rows({ inputs, peers, command, plugin, folder }) {
  const { small, json, yaml, mixed, assemblies } = inputs;
  const ours = (work, paths, targets, options = []) => ({
    work,
    program: 'alb-lint',
    args: [command, '--fail-on=never', ...options, ...paths],
    targets,
  });
  const peer = (work, name, paths, targets = []) => {
    const made = peers[name]?.(paths);
    return made ? [{ ...made, work, targets, peer: true }] : [];
  };
  const page = (...args) => ({
    work: `\`${args.join(' ')}\``,
    program: 'alb-lint',
    args: [command, ...args],
    targets: [ofNode(1.5)],
  });

  const one = `${kb(small)} KB YAML, one service`;
  const large = `${kb(json)} KB JSON, 497 resources, 98 services`;
  const long = `${kb(yaml)} KB YAML, 500 resources, 98 services`;
  const many = `${mixed.paths.length} ${mixed.origin} templates, ${mb(mixed)} MB`;
  const stacks = ({ count, size }) => `${count} stacks, ${mb({ size })} MB`;
  const [smallest, largest] = [assemblies[0], assemblies.at(-1)];
  const growing = [growth(stacks(smallest), largest.count / smallest.count), ofText(8, largest.size)];
  const statuses = mixed.origin === 'public' ? [0, 2] : [0]; // of the public ones a few cannot be read
  return [
    { work: 'nothing', program: 'bare Node', args: ['-e', '0'], targets: [] },
    page('--version'),
    page('--help'),
    page('explain', '504'),

    ours(one, [small.path], [ofNode(3), memory(100)]),
    ...peer(one, 'cfnGuard', [small.path], [ofOurs(1)]),
    ...peer(one, 'cfnLint', [small.path], [ofOurs(20)]),
    ...peer(one, 'validate', [small.path]),
    ...peer(one, 'checkov', [small.path]),
    ...peer(one, 'yaml', [small.path]),

    ours(large, [json.path], [ofNode(4.5), memory(100)]),
    ...peer(large, 'cfnLint', [json.path], [ofOurs(80)]),
    ...peer(large, 'validate', [json.path]),
    ...peer(large, 'yaml', [json.path]),
    ...peer(large, 'json', [json.path]),

    ours(long, [yaml.path], [ofNode(8), memory(100)]),
    ...peer(long, 'validate', [yaml.path]),
    ...peer(long, 'yaml', [yaml.path]),

    { ...ours(many, mixed.paths, [ofNode(16)]), statuses },
    {
      ...ours(
        many,
        mixed.paths,
        [within(1.5)],
        first.map((id) => `--rule=${id}`),
      ),
      program: 'alb-lint, twelve rules',
      statuses,
    },
    ...peer(many, 'cfnGuard', mixed.paths, [ofOurs(1)]),
    ...peer(many, 'cfnLint', mixed.paths, [ofOurs(100)]),
    ...peer(many, 'validate', mixed.paths),
    ...peer(many, 'yaml', mixed.paths),

    ...assemblies.map((each) => ours(stacks(each), [each.path], each === largest ? growing : [])),
    ...synthesis(plugin, folder),
  ];
}

/** A CDK app of one service: alone, with the plugin, and with what CDK itself validates. */
function synthesis(plugin, folder) {
  const app = (line) => `
    const { App, Stack, Validations } = require('aws-cdk-lib');
    const { ContainerImage } = require('aws-cdk-lib/aws-ecs');
    const { ApplicationLoadBalancedFargateService } = require('aws-cdk-lib/aws-ecs-patterns');
    const app = new App({ outdir: ${JSON.stringify(join(folder, 'cdk.out'))} });
    ${line}
    new ApplicationLoadBalancedFargateService(new Stack(app, 'Shop'), 'Web', {
      taskImageOptions: { image: ContainerImage.fromRegistry('nginx'), containerPort: 80 },
    });
    app.synth();`;
  const work = 'synthesis of a CDK app, one service';
  const none = { CDK_VALIDATION: 'false' };
  const added = `Validations.of(app).addPlugins(new (require(${JSON.stringify(plugin)}).AlbLint)());`;
  return [
    { work, program: 'CDK alone', args: ['-e', app('')], env: none, targets: [] },
    { work, program: 'with alb-lint', args: ['-e', app(added)], env: none, targets: [onTop(150, 'CDK alone')] },
    { work, program: "with CDK's own validation", args: ['-e', app('')], targets: [], peer: true },
  ];
}
