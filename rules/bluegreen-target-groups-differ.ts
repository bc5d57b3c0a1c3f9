import { type Ask, defineRule, type Label, show, type TargetGroup, type Value } from '../src/rule.ts';

export default defineRule({
  id: 'bluegreen-target-groups-differ',
  title: 'the two target groups of a blue/green deployment have different settings',
  status: ['502', '503', 'deploy'],
  during: 'deploy',
  severity: 'warning',
  why: `
    The two target groups change places with every deployment: the same tasks are registered now in the one, next time in
    the other. A setting that differs therefore works at every second deployment only. Where it is the health check or
    the protocol, the new tasks pass in one group and never in the other, and the deployment is rolled back; where it is
    an attribute, clients meet another behaviour after each deployment, and nothing in the change explains it.
  `,
  remedy: `
    Give both target groups the same protocol, health check, matcher and attributes, best from one mapping or anchor of
    the template.
  `,
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/alb-resources-for-blue-green.html',
    'https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_TargetGroupPairInfo.html',
  ],

  over: 'targetGroupPair',
  check({ holder, blue, green }, ask) {
    const { same } = ask;
    if (blue === green) return;
    const pairs = settings.map((setting) => ({
      ...setting,
      values: [setting.of(blue, ask), setting.of(green, ask)] as const,
    }));
    const differing = pairs.filter(({ values: [a, b] }) => differ(a, b, ask));
    const [first] = differing;
    if (!first) {
      for (const { values } of pairs) if (same(...values) === 'undecided') for (const value of values) ask.need(value);
      return;
    }
    const isMild = differing.every(({ mild }) => mild);
    const told = differing.map(({ name, unit, values: [a, b] }) => `${name} ${show(a, unit)} and ${show(b, unit)}`);
    return {
      message: `\`${blue.id}\` and \`${green.id}\` take turns in serving what \`${holder.id}\` deploys, but differ: ${told.join(', ')}`,
      severity: isMild ? 'info' : 'warning',
      at: label(first.values[1], first.name, green),
      because: [
        label(first.values[0], first.name, blue),
        ...differing.slice(1).flatMap(({ name, values: [a, b] }) => [label(b, name, green), label(a, name, blue)]),
      ],
    };
  },
});

const label = (value: Value<unknown>, name: string, { id }: TargetGroup): Label => [value, `${name} of \`${id}\``];

function differ(a: Value<unknown>, b: Value<unknown>, { peek, same }: Ask): boolean {
  if (same(a, b) !== false) return false;
  // The traffic port may be the very number that the other one names.
  return peek(a) !== 'traffic-port' && peek(b) !== 'traffic-port';
}

interface Setting {
  readonly name: string;
  readonly unit?: string;
  /** Whether targets pass or fail in both groups alike. */
  readonly mild?: true;
  of(group: TargetGroup, ask: Ask): Value<unknown>;
}

const settings: readonly Setting[] = [
  { name: 'protocol', of: ({ protocol }) => protocol },
  { name: 'protocol version', of: ({ protocolVersion }) => protocolVersion },
  { name: 'target type', of: ({ targetType }) => targetType },
  { name: 'health check protocol', of: ({ healthCheck }) => healthCheck.protocol },
  { name: 'health check port', of: ({ healthCheck }) => healthCheck.port },
  { name: 'health check path', of: ({ healthCheck }) => healthCheck.path },
  {
    name: 'success codes',
    of: ({ healthCheck, protocolVersion }, { peek }) =>
      peek(protocolVersion) === 'GRPC' ? healthCheck.grpcCodes : healthCheck.httpCodes,
  },
  { name: 'sticky sessions', of: ({ stickiness }) => stickiness },
  { name: 'balancing algorithm', of: ({ algorithm }) => algorithm },
  { name: 'health check interval', unit: ' s', mild: true, of: ({ healthCheck }) => healthCheck.interval },
  { name: 'health check timeout', unit: ' s', mild: true, of: ({ healthCheck }) => healthCheck.timeout },
  { name: 'healthy threshold', mild: true, of: ({ healthCheck }) => healthCheck.healthyThreshold },
  { name: 'unhealthy threshold', mild: true, of: ({ healthCheck }) => healthCheck.unhealthyThreshold },
  { name: 'deregistration delay', unit: ' s', mild: true, of: ({ deregistrationDelay }) => deregistrationDelay },
  { name: 'slow start', unit: ' s', mild: true, of: ({ slowStart }) => slowStart },
];
