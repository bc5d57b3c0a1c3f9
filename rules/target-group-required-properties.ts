import { defineRule, type Label, show } from '../src/rule.ts';

const needed = [
  ['Protocol', 'a protocol'],
  ['Port', 'a port'],
  ['VpcId', 'a VPC'],
] as const;
const excluded = ['Protocol', 'Port', 'VpcId', 'ProtocolVersion', 'HealthCheckProtocol', 'HealthCheckPort'];

export default defineRule({
  id: 'target-group-required-properties',
  title: 'a target group lacks, or has too much of, what its type of target needs',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    Targets of the types \`instance\`, \`ip\` and \`alb\` are reached over a network, so their group needs a protocol, a
    port and a VPC; a Lambda function is invoked, so its group may have none of them. Elastic Load Balancing rejects the
    other combinations when the group is created: "A port must be specified", "Port cannot be specified for target
    groups with target type 'lambda'".
  `,
  remedy: `
    Add \`Protocol\`, \`Port\` and \`VpcId\` for targets that are reached over a network, and remove them for a Lambda
    function.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html',
    'https://github.com/awsdocs/aws-cloudformation-user-guide/pull/467',
    'https://github.com/boto/boto3/issues/1834',
  ],
  also: ['cfn-lint E3681'],

  over: 'targetGroup',
  check({ targetGroup }, { need }) {
    const { targetType } = targetGroup;
    // Their contents do not matter, so they need not be known.
    const isWritten = (name: string): boolean => targetGroup.property(name).kind !== 'defaulted';
    const absent = needed.filter(([name]) => !isWritten(name));
    const missing = absent.map(([, what]) => what);
    const written = excluded.filter(isWritten);
    if (need(targetType) === 'lambda') {
      const [first] = written;
      if (first === undefined) return;
      return {
        message: `\`${targetGroup.id}\` is for a Lambda function, which excludes ${listed(written.map((name) => `\`${name}\``))}`,
        at: [targetType, 'a function is invoked, not connected to'],
        because: written.map((name): Label => [targetGroup.property(name), 'rejected for a Lambda function']),
      };
    }
    if (missing.length === 0) return;
    return {
      message: `\`${targetGroup.id}\` lacks ${listed(missing)}, which targets of type ${show(targetType)} need`,
      at: [targetGroup, absent.map(([name]) => `no ${name}`).join(', ')],
    };
  },
});

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
