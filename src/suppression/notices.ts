import { defineRule, type Rule } from '../rule.ts';

/** What is said of suppressions themselves. They are found by {@link suppress}, and configured as every rule is. */
const base = {
  status: [],
  during: 'always',
  severity: 'warning',
  over: 'loadBalancer',
  check: () => undefined,
  references: ['https://github.com/alb-lint/alb-lint#findings-you-choose-to-live-with'],
} as const;

export const unused = defineRule({
  ...base,
  id: 'unused-suppression',
  title: 'a suppression suppresses nothing',
  why: `A comment, metadata or an entry of the configuration says that a finding is to be
lived with, and there is no such finding. Either the fault was mended and the words stayed behind, where
they will hide the next one, or they stand on another line or name another rule than was meant, and
the finding they were written for is reported as before.

Nothing is said where the rule could not come to a verdict, or did not run.`,
  remedy: `remove the suppression, or move it to a line that the finding underlines`,
});

export const withoutReason = defineRule({
  ...base,
  id: 'suppression-without-reason',
  title: 'a suppression gives no reason',
  why: `The reason is for the person who is called at night when the load balancer answers 504 and who
finds a comment that says to look away. Without a reason a suppression has no effect.`,
  remedy: `say why it is safe to live with this: \`# alb-lint: ignore[rule-id] reason\``,
});

export const notices: readonly Rule[] = [unused, withoutReason];
