import { type Ask, type Container, defineRule, map, over, type Problem, set, show, type Value } from '../src/rule.ts';

export default defineRule({
  id: 'start-timeout-range',
  title: 'the start time-out is outside what Fargate accepts',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    \`StartTimeout\` says how long other containers wait for this one to be healthy or to have ended. Fargate takes 2 to 120
    seconds. With any other value the task definition does not fit Fargate: it is rejected, no task starts, and the stack
    rolls back.
  `,
  remedy: `
    Choose a \`StartTimeout\` from 2 to 120 seconds, or leave it out: then the others wait for as long as it takes.
  `,
  references: ['https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html'],

  over: 'taskDefinition',
  check({ containers, compatibilities }, ask) {
    const outside = outsideIn(containers, ask);
    if (outside.length === 0) return;
    const fargate = ask.need(compatibilities).find((name) => ask.need(name) === 'FARGATE');
    return fargate && outside.map((container) => problem(container, fargate, ask));
  },
  // A task definition that does not say where it may run is judged by the services that start it.
  and: over('service', ({ taskDefinition, fargate }, ask) => {
    const task = ask.peek(taskDefinition);
    if (task?.compatibilities.kind !== 'defaulted') return;
    const outside = outsideIn(task.containers, ask);
    if (outside.length === 0 || !ask.need(fargate)) return;
    return outside.map((container) => problem(container, fargate, ask));
  }),
});

const outsideIn = (containers: Value<readonly Container[]>, { need }: Ask): readonly Container[] =>
  need(containers).filter(({ startTimeout }) => {
    if (startTimeout.kind === 'defaulted') return false;
    const seconds = need(startTimeout) ?? 2;
    return seconds < 2 || seconds > 120;
  });

function problem({ id, startTimeout }: Container, fargate: Value<unknown>, { need }: Ask): Problem {
  const nearest = (need(startTimeout) ?? 0) > 120 ? 120 : 2;
  return {
    message: `\`${id}\` may keep others waiting for ${show(startTimeout, ' s')}, but Fargate takes 2 s to 120 s`,
    at: [startTimeout, 'outside what Fargate accepts'],
    because: [[fargate, 'the task is to run on Fargate']],
    fix: {
      title: `use the ${nearest === 2 ? 'shortest' : 'longest'} time that Fargate takes`,
      safety: 'review',
      set: [set(map(startTimeout, Number), nearest)],
    },
  };
}
