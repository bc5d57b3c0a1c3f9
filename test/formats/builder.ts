import type { Entity } from '../../src/graph/entities.ts';
import type { Finding, Repair, Report, Undecided } from '../../src/report.ts';
import { defineRule, type Label, type Rule } from '../../src/rule.ts';
import type { SourceFile, Span } from '../../src/source/file.ts';
import type { Hop, Reason, Unknown } from '../../src/value.ts';

export const file = (path: string, text: string): SourceFile => ({ path, text });

/** The span of a piece of a file; `after` is a text that stands before it. */
export function span(source: SourceFile, piece: string, after = ''): Span {
  const from = source.text.indexOf(after);
  const start = source.text.indexOf(piece, from + after.length);
  if (from < 0 || start < 0) throw new Error(`no ${piece} after ${after} in ${source.path}`);
  return { file: source, start, end: start + piece.length };
}

export const label = (source: SourceFile, piece: string, text: string, after = ''): Label => [
  { span: span(source, piece, after) },
  text,
];

export const entity = (at: Span, id: string, type = 'AWS::EC2::SecurityGroup'): Entity => ({ span: at, id, type });

export const rule = (more: Partial<Rule> = {}): Rule => ({
  ...defineRule({
    id: 'sg-target-blocks-alb',
    title: 'a security group of the target does not admit the load balancer',
    status: ['504'],
    during: 'always',
    severity: 'error',
    why: `
      The load balancer opens a connection to the target, and the security group drops the packets.
      After ten seconds without a connection the load balancer answers 504.

      Health checks fail in the same way:
      - an ECS service kills and replaces tasks that were fine
      - once every target is unhealthy, requests go to all of them
    `,
    remedy: `
      Add an ingress rule for the port the container listens on, with the load balancer's group as its source. Keep
      the rest closed.
    `,
    references: [
      'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-register-targets.html',
    ],
    over: 'path',
    check: () => undefined,
  }),
  ...more,
});

export function finding(primary: Label, more: Partial<Finding> = {}): Finding {
  const by = more.rule ?? rule();
  return {
    rule: by,
    severity: by.severity,
    confidence: 'certain',
    status: by.status,
    during: by.during,
    message: '`ApiSecurityGroup` does not admit `AlbSecurityGroup` on port 8080, where `api` listens',
    resource: entity(primary[0].span, 'ApiSecurityGroup'),
    primary,
    related: [],
    path: [],
    evidence: [],
    when: [],
    fingerprint: '6f1c0a',
    ...more,
  };
}

export const related = (...labels: readonly Label[]): Finding['related'] => labels.map((one) => ({ label: one }));

export const steps = (...names: readonly string[]): Finding['path'] =>
  names.map((show) => ({ id: show.replace(/\W.*/, ''), show, span: { file: file('api.yaml', ''), start: 0, end: 0 } }));

export const unknown = (at: Span, kind: Reason['kind'], name: string): Unknown => ({
  kind: 'unknown',
  reason: { kind, name },
  symbol: `${kind} ${name}`,
  span: at,
  via: [],
});

export const known = (at: Span, ...via: readonly Hop[]) => ({ kind: 'known', value: 1, span: at, via }) as const;

export const undecided = (resource: Entity, kind: Reason['kind'], name: string, by = rule()): Undecided => ({
  rule: by,
  resource,
  value: unknown(resource.span, kind, name),
});

export const edit = (at: Span, text: string): Repair['edits'][number] => ({ span: at, text });

export function report(more: Partial<Omit<Report, 'coverage'>> & Partial<Report['coverage']> = {}): Report {
  const { findings = [], errors = [], crashes = [], ...coverage } = more;
  return {
    findings,
    errors,
    crashes,
    coverage: { paths: 0, decided: 0, undecided: [], gaps: [], unexplored: [], ...coverage },
  };
}
