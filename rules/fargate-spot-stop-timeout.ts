import { defineRule, isHttp, set, show } from '../src/rule.ts';

export default defineRule({
  id: 'fargate-spot-stop-timeout',
  title: 'a Fargate Spot interruption leaves the container less time than AWS grants',
  status: ['502'],
  during: 'interruption',
  severity: 'warning',
  why: `
    When Fargate Spot takes its capacity back, SIGTERM comes together with the two-minute warning, while the target is
    only beginning to drain. SIGKILL follows after the stop timeout, 30 seconds unless more is asked for, and cuts off
    the requests that were still running: 502.
  `,
  remedy: `
    Set \`StopTimeout: 120\`, the most that Fargate accepts, and let the application finish its requests on SIGTERM.
  `,
  references: ['https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html'],

  over: 'taskTarget',
  check({ service, targetGroup, container }, { need }) {
    if (!isHttp(need(targetGroup.protocol))) return;
    const spot = need(service.capacityProviders).find(
      (provider) =>
        need(provider.predefined) === 'FARGATE_SPOT' && (need(provider.weight) > 0 || need(provider.base) > 0),
    );
    if (!spot || need(container.stopTimeout) >= 120) return;

    return {
      message: `\`${service.id}\` runs on Fargate Spot, which gives 120 s of notice, but \`${container.id}\` is killed after ${show(container.stopTimeout, ' s')}`,
      at: [container.stopTimeout, `SIGKILL follows SIGTERM after ${show(container.stopTimeout, ' s')}`],
      because: [[spot.name, 'tasks may be interrupted at any time']],
      fix: {
        title: 'use the whole two minutes of the notice',
        safety: 'safe',
        set: [set(container.stopTimeout, 120)],
      },
    };
  },
});
