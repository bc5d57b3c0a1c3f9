import { hash } from '../fingerprint.ts';
import type { Entity } from '../graph/entities.ts';
import type { Finding } from '../report.ts';
import { defineRule, type Rule } from '../rule.ts';
import type { Spanned } from '../source/file.ts';

/** What is said of how files are written. It is found by {@link suppress} and {@link duplicatesIn}, and configured as every rule is. */
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

export const duplicateKey = defineRule({
  ...base,
  id: 'duplicate-key',
  title: 'a key is written twice in one mapping',
  docs: 'https://github.com/alb-lint/alb-lint#keys-written-twice',
  during: 'deploy',
  why: `CloudFormation accepts a key that is written more than once in a mapping, and a logical id as well. It
deploys the last one and says nothing of the others: a second \`DependsOn\` undoes the first, and of two resources
of one name only one is created. The AWS CLI reads files of Amazon ECS likewise. Findings are about what is deployed.
Some tools that stand before it refuse such a template: cfn-lint does, and \`aws cloudformation deploy\` has done so.

A whole section that is written twice is refused instead: what CloudFormation makes of it is undefined.`,
  remedy: `keep one of them: join their values, or rename one if both are meant`,
  references: [
    'https://github.com/go-to-k/cdk-real-drift/issues/1074',
    'https://github.com/aws-cloudformation/cfn-language-discussion/issues/96',
    'https://github.com/brentley/container-demo/issues/11',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html',
  ],
});

export const notices: readonly Rule[] = [unused, withoutReason, duplicateKey];

/** What a notice is about. */
export interface Noticed extends Spanned, Pick<Finding, 'message'>, Partial<Pick<Finding, 'severity' | 'related'>> {
  readonly label?: string;
  /** The resource it stands in; nothing outside of one. */
  readonly within?: Entity;
}

/** A notice as a finding. */
export function notice(rule: Rule, { span, message, label = '', within, severity, related = [] }: Noticed): Finding {
  const resource = within ?? { id: 'template', type: 'file', span };
  return {
    rule,
    severity: severity ?? rule.severity,
    confidence: 'certain',
    status: rule.status,
    during: rule.during,
    message,
    resource,
    primary: [{ span }, label],
    related,
    path: [],
    evidence: [],
    when: [],
    fingerprint: hash([rule.id, resource.id, span.file.text.slice(span.start, span.end)]),
  };
}
