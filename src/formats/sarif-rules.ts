import type { Rule, Severity } from '../rule.ts';
import { docsOf } from './docs.ts';
import { outcome } from './notes.ts';
import type { Descriptor } from './sarif-log.ts';
import { blocks, prose } from './wrap.ts';

export const levels: Readonly<Record<Severity, Descriptor['defaultConfiguration']['level']>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
};

/** GitHub shows ten (https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support). */
const mostTags = 10;

/** A rule as viewers of SARIF show it beside a finding. */
export const descriptor = (rule: Rule): Descriptor => ({
  id: rule.id,
  name: rule.id.replace(/(?:^|-)(\w)/g, (_, first: string) => first.toUpperCase()),
  shortDescription: { text: sentence(rule.title) },
  fullDescription: { text: blocks(rule.why)[0] ?? sentence(rule.title) },
  help: { text: plain(rule), markdown: marked(rule) },
  helpUri: docsOf(rule),
  defaultConfiguration: { level: levels[rule.severity] },
  properties: {
    tags: ['aws', 'load-balancer', 'reliability', ...rule.status.map((status) => status.replace(' ', '-'))].slice(
      0,
      mostTags,
    ),
    precision: rule.profile === 'strict' ? 'medium' : 'high',
    'problem.severity': rule.severity === 'info' ? 'recommendation' : rule.severity,
  },
});

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

const plain = (rule: Rule): string =>
  [
    ...blocks(rule.why),
    ...outcome(rule.status, rule.during).map(sentence),
    ...blocks(rule.remedy).map((text, i) => (i === 0 ? `Instead: ${text}` : text)),
    ...rule.references,
  ].join('\n\n');

const marked = (rule: Rule): string =>
  [
    prose(rule.why),
    ...outcome(rule.status, rule.during).map((text) => `**${sentence(text)}**`),
    `**Instead.** ${prose(rule.remedy)}`,
    rule.references.map((url) => `- <${url}>`).join('\n'),
  ].join('\n\n');
