import { type Ask, coversRule, defineRule, type ListenerRule, mayPrecede, show } from '../src/rule.ts';

export default defineRule({
  id: 'rule-unreachable',
  title: 'an earlier rule of the listener takes every request that a rule waits for',
  status: ['502', '503', '504'],
  during: 'always',
  severity: 'warning',
  why: `
    A listener tries its rules from the lowest priority number to the highest and stops at the first whose conditions
    are met. A rule behind one that admits at least the same requests is never asked: its requests reach the other
    rule's target group, which answers with what it has, often 404, or cannot answer at all. Nothing fails in the
    deployment, and the target group of the forgotten rule looks healthy.
  `,
  remedy: `
    Give the rule with the narrower conditions the lower \`Priority\`, and let catch-all patterns such as \`/*\` come last.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html',
  ],

  over: 'listenerRule',
  check({ rule, sharingRequests }, ask) {
    const { need, peek } = ask;
    // Templates side by side may be alternatives of each other.
    const wider = sharingRequests()
      .filter((other) => other.span.file === rule.span.file && mayPrecede(other, rule))
      .map((other) => ({ other, verdict: coversRule(other, rule) }))
      .filter(({ verdict }) => verdict !== false);
    const earlier = wider
      .filter(
        ({ other, verdict }) => verdict === true && (peek(other.priority) ?? Infinity) < (peek(rule.priority) ?? 0),
      )
      .find(({ other }) => !isSameEnd(other, rule, ask))?.other;
    if (!earlier) {
      for (const { other, verdict } of wider) decide(other, rule, verdict, ask);
      return;
    }
    for (const { conditions } of [earlier, rule])
      for (const { values } of need(conditions)) for (const value of need(values)) peek(value);
    return {
      message: `\`${rule.id}\` waits for ${conditionsOf(rule, peek)} with priority ${show(rule.priority)}, but \`${earlier.id}\` takes ${conditionsOf(earlier, peek)} first, with priority ${show(earlier.priority)}`,
      confidence: 'likely',
      at: [rule.priority, 'no request gets this far'],
      because: [
        [earlier.priority, 'is asked first'],
        [earlier.conditions, 'and admits all that the other rule waits for'],
      ],
    };
  },
});

/** Ends the check where only something unknown keeps one rule from hiding the other. */
function decide(other: ListenerRule, rule: ListenerRule, verdict: ReturnType<typeof coversRule>, ask: Ask): void {
  if (isSameEnd(other, rule, ask)) return;
  if (ask.need(other.priority) >= ask.need(rule.priority)) return;
  if (typeof verdict === 'object') ask.need(verdict);
}

/** Whether it makes no difference which of the two rules answers. Ends the check where only something unknown tells. */
function isSameEnd(a: ListenerRule, b: ListenerRule, { need, same }: Ask): boolean {
  const endsOf = ({ actions }: ListenerRule) =>
    need(actions).flatMap(({ forwardsTo }) => need(forwardsTo).map(({ targetGroup }) => targetGroup));
  const [ends, others] = [endsOf(a), endsOf(b)];
  if (ends.length === 0 || ends.length !== others.length) return false;
  const open = ends.filter((end) => !others.some((other) => same(end, other) === true));
  if (open.some((end) => others.every((other) => same(end, other) === false))) return false;
  for (const end of [...open, ...others]) if (open.length > 0) need(end);
  return open.length === 0;
}

function conditionsOf({ conditions }: ListenerRule, peek: Ask['peek']): string {
  const texts = (peek(conditions) ?? []).flatMap(({ values }) =>
    (peek(values) ?? []).flatMap((value) => (value.kind === 'unknown' ? [] : [`\`${show(value)}\``])),
  );
  if (texts.length === 0) return 'its requests';
  return texts.length > 3 ? `${texts.slice(0, 3).join(', ')} and more` : texts.join(', ');
}
