import { type Ask, defineRule, map, show, type Value } from '../src/rule.ts';

const withWildcards = new Set(['http-header', 'host-header', 'path-pattern', 'query-string']);

export default defineRule({
  id: 'rule-condition-limits',
  title: 'the conditions of a rule are more, or longer, than AWS takes',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    A rule holds up to 5 condition values, whichever conditions they belong to, up to 6 wildcards among them, and each
    value up to 128 characters. None of these quotas can be raised: Elastic Load Balancing refuses the rule, and the
    stack rolls back.
  `,
  remedy: `
    Spread the values over several rules with the same actions, or match a common prefix with one pattern.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_PathPatternConditionConfig.html',
  ],

  over: 'listenerRule',
  check({ rule }, ask) {
    const { need, peek } = ask;
    const conditions = need(rule.conditions);
    const values = conditions.flatMap((condition) => [...need(condition.values), ...need(condition.regexValues)]);
    if (values.length > 5)
      return {
        message: `\`${rule.id}\` has ${values.length} condition values, and a rule holds up to 5`,
        at: [rule.conditions, `${values.length} values in all`],
        because: conditions.map(({ values }) => [values, 'count towards the 5'] as const),
      };
    const long = values.find((value) => isLong(value, ask));
    if (long)
      return {
        message: `a condition value of \`${rule.id}\` has ${show(map(long, (text) => text.length))} characters, and AWS takes up to 128`,
        at: [long, 'longer than 128 characters'],
      };
    const wild = conditions
      .filter(({ field }) => withWildcards.has(need(field)))
      .flatMap((condition) => [...need(condition.values)]);
    // The page on conditions says five, the quotas page six: beyond six, both refuse the rule.
    const wildcards = wild.reduce((sum, value) => sum + (peek(value) ?? '').replace(/[^*?]/g, '').length, 0);
    // What is unknown may hold wildcards as well, though hardly more than three each.
    const hidden = wild.filter(({ kind }) => kind === 'unknown');
    if (wildcards <= 6 && wildcards + 3 * hidden.length > 6) hidden.map(need);
    if (wildcards <= 6) return;
    return {
      message: `\`${rule.id}\` has ${wildcards} wildcards in its conditions, and a rule holds up to 6`,
      at: [rule.conditions, `${wildcards} wildcards in all`],
      because: wild
        .filter((value) => /[*?]/.test(peek(value) ?? ''))
        .map((value) => [value, `${show(value)}`] as const),
    };
  },
});

/** Longer than AWS takes; what is unknown is taken for short, so that it does not leave every rule undecided. */
const isLong = (value: Value<string>, { same }: Ask): boolean =>
  value.kind !== 'unknown' &&
  same(
    map(value, (text) => text.length > 128),
    map(value, () => true),
  ) === true;
