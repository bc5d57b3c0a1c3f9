import { defineRule, type Listener, type ListenerRule, type Value } from '../src/rule.ts';

export default defineRule({
  id: 'bluegreen-same-listener-rule',
  title: 'one listener rule is given for production and for test traffic',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    The test rule leads to the new tasks before clients do; then ECS moves the production rule. One rule cannot do both,
    and ECS refuses the service: "The following rules cannot be used as both production and test listener rules".
  `,
  remedy: `
    Create a rule of its own for test traffic, on another listener or with another condition, or leave
    \`TestListenerRule\` out where the production rule forwards to both target groups.
  `,
  references: ['https://docs.aws.amazon.com/AmazonECS/latest/developerguide/troubleshooting-blue-green.html'],

  over: 'service',
  check({ id, attachments }, { need, peek, same }) {
    return need(attachments)
      .flatMap(({ advanced }) => (advanced && need(advanced)) ?? [])
      .flatMap(({ production, test }) => {
        if (production.kind === 'defaulted' || test.kind === 'defaulted') return [];
        if (same(production, test) !== true) {
          need(production);
          need(test);
          return [];
        }
        const name = peek(production)?.id ?? unknownName(production);
        return [
          {
            message: `\`${id}\` names \`${name}\` for its production traffic and for its test traffic, but ECS moves one without the other`,
            at: [test, 'serves production traffic too'] as const,
            because: [[production, 'the same one'] as const],
          },
        ];
      });
  },
});

const unknownName = (end: Value<Listener | ListenerRule | undefined>): string =>
  end.kind === 'unknown' ? end.reason.name : '';
