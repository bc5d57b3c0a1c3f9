import { type Action, type Ask, defineRule, type Forward, isHttp, map, type Problem, set } from '../src/rule.ts';

export default defineRule({
  id: 'forward-stickiness-missing',
  title: 'a forward action to several target groups lacks the stickiness that they need',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    Sticky sessions of a target group keep a client with one target of it. Behind a forward action with several target
    groups the client also has to stay with one target group, so where one of them has \`stickiness.enabled\`, the action
    needs its own \`TargetGroupStickinessConfig\`, with a duration. Cookies of the application cannot be used there at all:
    "none of them can have stickiness of type 'app_cookie'". Elastic Load Balancing refuses the listener or rule.
  `,
  remedy: `
    Set \`TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 3600 }\` beside the target groups, and
    \`stickiness.type\` to \`lb_cookie\`.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/sticky-sessions.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupStickinessConfig.html',
  ],

  over: 'actionList',
  check({ holder, actions }, ask) {
    return ask
      .need(actions)
      .flatMap((action) => durationOf(holder.id, action, ask) ?? groupsOf(holder.id, action, ask) ?? []);
  },
});

function durationOf(id: string, { groupStickiness }: Action, { need }: Ask): Problem | undefined {
  if (!need(groupStickiness.enabled) || need(groupStickiness.duration) !== undefined) return;
  return {
    message: `\`${id}\` keeps clients with one target group, but does not say for how long`,
    at: [groupStickiness.enabled, 'needs DurationSeconds beside it'],
    fix: {
      title: 'keep clients with a target group for an hour',
      safety: 'review',
      set: [
        set(
          map(groupStickiness.duration, (seconds) => seconds ?? 0),
          3600,
        ),
      ],
    },
  };
}

function groupsOf(id: string, { forwardsTo, groupStickiness }: Action, { need, peek }: Ask): Problem | undefined {
  const forwards = need(forwardsTo);
  if (forwards.length < 2) return;
  const sticky = forwards.filter((forward) => isSticky(forward, peek));
  const byApplication = sticky.find(({ targetGroup }) => typeOf(targetGroup, peek) === 'app_cookie');
  const group = byApplication && peek(byApplication.targetGroup);
  if (group)
    return {
      message: `\`${id}\` forwards to ${forwards.length} target groups, but \`${group.id}\` uses a cookie of the application, which only a target group by itself can`,
      confidence: 'likely',
      at: [group.attributes.get('stickiness.type'), 'only without other target groups beside it'],
      because: [[forwardsTo, 'forwards to several target groups']],
    };
  const isKept = need(groupStickiness.enabled);
  const [first] = isKept ? [] : sticky.flatMap(({ targetGroup }) => peek(targetGroup) ?? []);
  if (!first) {
    // What is not known of a target group may still need it, or rule it out.
    for (const { targetGroup } of forwards) {
      const { stickiness, attributes, protocol } = need(targetGroup);
      if (need(stickiness) && isHttp(need(protocol)) && isKept) need(attributes.get('stickiness.type'));
    }
    return;
  }
  return {
    message: `\`${first.id}\` has sticky sessions, but \`${id}\` spreads each client over ${forwards.length} target groups`,
    confidence: 'likely',
    at: [groupStickiness.enabled, 'no TargetGroupStickinessConfig that is enabled'],
    because: [[first.stickiness, 'sticky sessions in one of the target groups']],
  };
}

function isSticky({ targetGroup }: Forward, peek: Ask['peek']): boolean {
  const group = peek(targetGroup);
  return group !== undefined && peek(group.stickiness) === true && isHttp(peek(group.protocol));
}

function typeOf(targetGroup: Forward['targetGroup'], peek: Ask['peek']): string | undefined {
  const group = peek(targetGroup);
  return group && peek(group.attributes.get('stickiness.type'));
}
