import { covers, defineRule, type Problem } from '../src/rule.ts';

export default defineRule({
  id: 'path-pattern-exact-prefix',
  title: 'a path pattern takes what lies below a path, and no rule takes the path itself',
  status: ['502', '503'],
  during: 'always',
  severity: 'info',
  profile: 'strict',
  why: `
    The pattern \`/api/*\` matches \`/api/\` and all below it, but not \`/api\`, which lacks the second slash. A request for
    exactly that path goes on to the later rules and in the end to the default action: another target group, or a fixed
    404.
  `,
  remedy: `
    List the bare path beside the pattern: \`/api\` and \`/api/*\`.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html#path-conditions',
  ],

  over: 'listenerRule',
  check({ rule, siblings }, { need, peek }) {
    const ofPaths = need(rule.conditions).filter((condition) => need(condition.field) === 'path-pattern');
    const patterns = ofPaths.flatMap(({ values }) => [...need(values)]);
    const open = patterns.filter((pattern) => /^\/.*[^*?/]\/\*$/.test(need(pattern)));
    const bare = open.map((pattern) => ({ pattern, path: need(pattern).slice(0, -2) }));
    if (bare.length === 0) return;
    if (ofPaths.some(({ regexValues }) => need(regexValues).length > 0)) return;
    const rules = siblings();
    const others = rules.flatMap(({ conditions }) => [...(peek(conditions) ?? [])]);
    const taken = [
      ...patterns,
      ...others
        .filter(({ field }) => peek(field) === 'path-pattern')
        .flatMap(({ values }) => [...(peek(values) ?? [])]),
    ];
    const missing = bare.filter(
      ({ path }) => !taken.some((value) => covers(peek(value) ?? '/*', path) && peek(value) !== '/*'),
    );
    // A pattern that nobody knows may be the one that is missing.
    if (missing.length > 0)
      for (const { conditions } of rules)
        for (const { field, values } of need(conditions))
          if (need(field) === 'path-pattern') need(values).forEach(need);
    if (missing.length === 0) return;
    // A gRPC call is for a method of a service: https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md
    const forwards = need(rule.actions).flatMap(({ forwardsTo }) => peek(forwardsTo) ?? []);
    const groups = forwards.map(({ targetGroup }) => peek(targetGroup));
    if (groups.length > 0 && groups.every((group) => group && need(group.protocolVersion) === 'GRPC')) return;
    return missing.map(({ pattern, path }): Problem => {
      const statement = `what is asked for at \`${path}\` itself, without a slash behind it, is left to the default action`;
      return {
        message: `\`${rule.id}\` takes \`${path}/*\`: ${statement}`,
        statement,
        at: [pattern, `does not match \`${path}\``],
      };
    });
  },
});
