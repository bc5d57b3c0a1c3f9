import { type Ask, defineRule, type Problem, type Service, show, type TrafficShift, type Value } from '../src/rule.ts';

export default defineRule({
  id: 'bluegreen-strategy-config-mismatch',
  title: 'the settings of a traffic shift belong to another strategy, or are beyond what ECS takes',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    \`LinearConfiguration\` is taken with the strategy \`LINEAR\` only, \`CanaryConfiguration\` with \`CANARY\` only, and each
    of the strategies that move traffic needs the deployment controller \`ECS\`. Percentages and bake times have ranges.
    CloudFormation, which gives up on a resource after 36 hours, also refuses a shift whose steps and bake times come to
    more than 33 hours. The service is not created, or the update is rolled back.
  `,
  remedy: `
    Keep the configuration that belongs to the strategy, with \`StepPercent\` from 3 to 100, \`CanaryPercent\` from 0.1 to
    100, bake times of 0 to 1440 minutes, and 33 hours for everything together.
  `,
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LinearConfiguration.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CanaryConfiguration.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-ecs-service-canaryconfiguration.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-ecs-service-linearconfiguration.html',
  ],

  over: 'service',
  check(service, ask) {
    const { trafficShift: shift } = service;
    if (!shift) return;
    return [
      ...belonging(service, shift, ask),
      ...controlled(service, ask),
      ...ranges(shift, ask),
      ...total(shift, ask),
    ];
  },
});

function belonging({ deploymentStrategy }: Service, shift: TrafficShift, { need }: Ask): readonly Problem[] {
  const owners: readonly (readonly [Value<unknown>, string, string])[] = [
    [shift.linear, 'LinearConfiguration', 'LINEAR'],
    [shift.canary, 'CanaryConfiguration', 'CANARY'],
  ];
  return owners
    .filter(([block, , strategy]) => need(block) !== undefined && need(deploymentStrategy) !== strategy)
    .map(([block, name, strategy]) => ({
      message: `the strategy is ${show(deploymentStrategy)}, but ${name} is taken with the strategy ${strategy} only`,
      at: [block, `only with the strategy ${strategy}`],
      because: [[deploymentStrategy, 'the strategy']],
    }));
}

/** Somebody else's deployments have no strategy of ECS. */
function controlled(service: Service, { need }: Ask): readonly Problem[] {
  const { deploymentStrategy: strategy, deploymentController: controller } = service;
  if (strategy.kind === 'defaulted' || need(strategy) === 'ROLLING' || need(controller) === 'ECS') return [];
  return [
    {
      message: `the strategy ${show(strategy)} is one of the deployment controller ECS, but deployments of \`${service.id}\` are controlled by ${show(controller)}`,
      confidence: 'likely',
      at: [strategy, 'a strategy of the controller ECS'],
      because: [[controller, 'controls the deployments of this service']],
    },
  ];
}

const day = 1440;

function ranges({ bakeTime, linear, canary }: TrafficShift, { need }: Ask): readonly Problem[] {
  const steps = need(linear);
  const first = need(canary);
  return [
    ...within('BakeTimeInMinutes', bakeTime, [0, day], need),
    ...(steps ? within('StepPercent', steps.stepPercent, [3, 100], need) : []),
    ...(steps ? within('StepBakeTimeInMinutes', steps.stepBakeTime, [0, day], need) : []),
    ...(first ? within('CanaryPercent', first.percent, [0.1, 100], need) : []),
    ...(first ? within('CanaryBakeTimeInMinutes', first.bakeTime, [0, day], need) : []),
  ];
}

function within(
  name: string,
  value: Value<number | undefined>,
  [from, to]: readonly [number, number],
  need: Ask['need'],
): readonly Problem[] {
  const number = need(value);
  if (number === undefined || (from <= number && number <= to)) return [];
  return [
    {
      message: `${name} is ${show(value)}, but ECS takes ${from} to ${to}`,
      at: [value, `${from} to ${to} is what ECS takes`],
    },
  ];
}

/** Minutes that CloudFormation accepts for a whole traffic shift. */
const longest = 33 * 60;

function total({ bakeTime, linear, canary }: TrafficShift, { need }: Ask): readonly Problem[] {
  const bake = need(bakeTime) ?? 0;
  const steps = need(linear);
  const first = need(canary);
  if (bake > day) return [];
  const problem = (minutes: number, at: Value<unknown>, sum: string): readonly Problem[] =>
    minutes <= longest
      ? []
      : [
          {
            message: `the traffic shift takes ${minutes} minutes (${sum}), but CloudFormation refuses more than ${longest}, which are 33 hours`,
            at: [at, 'part of the time'],
            ...(bakeTime.kind === 'known' && { because: [[bakeTime, 'both versions run on for so long']] }),
          },
        ];
  if (first) {
    const wait = need(first.bakeTime);
    return wait > day ? [] : problem(bake + wait, first.bakeTime, `${wait} after the canary and ${bake} at the end`);
  }
  if (!steps) return [];
  const percent = need(steps.stepPercent);
  const pause = need(steps.stepBakeTime);
  if (percent < 3 || percent > 100 || pause > day) return [];
  const count = Number.isInteger(100 / percent) ? 100 / percent - 1 : Math.floor(100 / percent);
  return problem(
    bake + count * pause,
    steps.stepBakeTime,
    `${count} times ${pause} between steps and ${bake} at the end`,
  );
}
