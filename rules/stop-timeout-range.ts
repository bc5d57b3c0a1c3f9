import { type Ask, type Container, defineRule, over, type Problem, set, show, type Value } from '../src/rule.ts';

export default defineRule({
  id: 'stop-timeout-range',
  title: 'the stop time-out is outside what Fargate accepts',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    Fargate waits from 2 to 120 seconds between SIGTERM and SIGKILL. With any other \`StopTimeout\` the task definition
    does not fit Fargate: it is rejected, no task starts, and the stack rolls back. Only on container instances of your own
    a container may take longer to stop.
  `,
  remedy: `
    Choose a \`StopTimeout\` from 2 to 120 seconds. Work that takes longer to end has to survive being cut off, or belongs
    on EC2.
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
  need(containers).filter(({ stopTimeout }) => {
    if (stopTimeout.kind === 'defaulted') return false;
    const seconds = need(stopTimeout) ?? 2;
    return seconds < 2 || seconds > 120;
  });

function problem({ id, stopTimeout }: Container, fargate: Value<unknown>, { need }: Ask): Problem {
  const nearest = (need(stopTimeout) ?? 0) > 120 ? 120 : 2;
  return {
    message: `\`${id}\` asks for ${show(stopTimeout, ' s')} between SIGTERM and SIGKILL, but Fargate takes 2 s to 120 s`,
    at: [stopTimeout, 'outside what Fargate accepts'],
    because: [[fargate, 'the task is to run on Fargate']],
    fix: {
      title: `use the ${nearest === 2 ? 'shortest' : 'longest'} time that Fargate takes`,
      safety: 'safe',
      set: [set(stopTimeout, nearest)],
    },
  };
}
