import { defineRule, httpGroupOf, show } from '../src/rule.ts';

export default defineRule({
  id: 'fargate-spot-only',
  title: 'every task runs on Fargate Spot, which AWS may take back at any time',
  status: ['502', '503'],
  during: 'interruption',
  severity: 'warning',
  why: `
    AWS takes Spot capacity back with two minutes' warning, from all tasks of a service at once if need be, and starts
    replacements only when there is Spot capacity again: a strategy without \`FARGATE\` never falls back on it. Meanwhile
    the target group has no target and the load balancer answers 503; requests that were in flight when a task ended
    got 502.
  `,
  remedy: `
    Add \`FARGATE\` to the strategy with a \`Base\` of 1 or more, so that a part of the tasks always runs on capacity that
    stays.
  `,
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html',
  ],

  over: 'service',
  check(service, { need }) {
    const providers = need(service.capacityProviders);
    const spot = providers.find((provider) => need(provider.predefined) === 'FARGATE_SPOT');
    const others = providers.filter((provider) => need(provider.predefined) !== 'FARGATE_SPOT');
    if (!spot || others.some((other) => need(other.base) > 0 || need(other.weight) > 0)) return;
    const group = need(httpGroupOf(service));
    if (!group) return;

    const [unused] = others;
    return {
      message: `every task of \`${service.id}\` runs on ${show(spot.name)}, so \`${group.id}\` is empty when AWS takes that capacity back`,
      at: [spot.name, "may be taken back with two minutes' warning"],
      because: unused ? [[unused.weight, `\`${show(unused.name)}\` has neither base nor weight`]] : [],
    };
  },
});
