import { defineRule, set, show } from '../src/rule.ts';

export default defineRule({
  id: 'deployment-config-deadlock',
  title: 'the deployment percentages allow ECS neither to stop nor to start a task',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    A rolling update starts new tasks up to the maximum percent of the desired count, rounded down, and stops old ones
    down to the minimum healthy percent, rounded up. Where both come to the desired count, ECS can do neither: the
    service reports that it "was unable to stop or start tasks during a deployment because of the service deployment
    configuration", old tasks serve the old version for ever, and CloudFormation waits for hours before it rolls back.
  `,
  remedy: `
    Set \`MaximumPercent\` to 200, so that ECS may start a new task beside every old one, or lower
    \`MinimumHealthyPercent\` until at least one task may be stopped.
  `,
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html',
  ],

  over: 'service',
  check(service, { need }) {
    if (service.type.endsWith('TaskSet')) return;
    if (need(service.deploymentController) !== 'ECS' || need(service.deploymentStrategy) !== 'ROLLING') return;
    if (need(service.schedulingStrategy) !== 'REPLICA') return;
    const minimum = need(service.minimumHealthyPercent);
    const maximum = need(service.maximumPercent);
    // One task more may be started, or one stopped, whatever the count.
    if (minimum <= 0 || maximum >= 200) return;

    const scaling = need(service.scaling);
    const lowest = Math.max(1, scaling ? need(scaling.minCapacity) : need(service.desiredCount));
    const highest = scaling ? need(scaling.maxCapacity) : need(service.desiredCount);
    if (highest < lowest) return;
    for (let count = lowest; count <= highest; count++)
      if (Math.ceil((count * minimum) / 100) < count || Math.floor((count * maximum) / 100) > count) return;

    const [keep, allow] = [Math.ceil((lowest * minimum) / 100), Math.floor((lowest * maximum) / 100)];
    const percents = `(${show(service.minimumHealthyPercent, ' %')}) and at most ${allow} may run (${show(service.maximumPercent, ' %')})`;
    const wanted = scaling ? scaling.minCapacity : service.desiredCount;
    return {
      message: `\`${service.id}\` runs ${tasks(lowest)}: at least ${keep} must keep running ${percents}, so a deployment can neither stop nor start one`,
      at: [service.maximumPercent, `at most ${allow} of ${tasks(lowest)}, rounded down`],
      because: [
        [service.minimumHealthyPercent, `at least ${keep} of ${tasks(lowest)}, rounded up`],
        [wanted, scaling ? 'the number of tasks starts here' : 'the number of tasks'],
      ],
      fix: {
        title: 'let new tasks start beside the old ones',
        safety: 'review',
        set: [set(service.maximumPercent, 200)],
      },
    };
  },
});

const tasks = (count: number): string => (count === 1 ? '1 task' : `${count} tasks`);
