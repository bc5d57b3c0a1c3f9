import { hash } from './fingerprint.ts';
import type { Entity } from './graph/entities.ts';
import type { Graph } from './graph/graph.ts';
import { keyOf, roadOf } from './graph/road.ts';
import type { Subjects } from './graph/subjects.ts';
import type { Finding, Repair } from './report.ts';
import type { Fix, Label, Problem, Rule } from './rule.ts';
import { type Outcome, onlyWhen } from './scenario.ts';
import type { Span } from './source/file.ts';
import type { Unknown, Value } from './value.ts';

export type Subject = Subjects[keyof Subjects];

/** What one rule says of one subject in one scenario. */
export interface Verdict {
  readonly subject: Subject;
  readonly problems: readonly Problem[];
  readonly evidence: readonly Value<unknown>[];
  readonly unknown?: Unknown;
  readonly error?: unknown;
}

/** What a check says of all subjects of an anchor. */
export type Verdicts = readonly Verdict[];

interface Found {
  readonly subject: Subject;
  readonly problem: Problem;
  readonly evidence: readonly Value<unknown>[];
  /** Whether any of the evidence is a parameter's default. */
  readonly assumed: boolean;
}

/** One finding for each thing a rule says of an anchor, whichever scenarios and traffic paths it was said in. */
export function merge(
  graph: Graph,
  rule: Rule,
  anchor: Entity,
  outcomes: readonly Outcome<Verdicts>[],
): readonly Finding[] {
  const found = new Map<string, Found>();
  const home = keyOf(anchor).replace(/[^/]*$/, '');
  const said = outcomes.map(({ result, given }) => {
    const keys = new Set<string>();
    for (const { subject, problems, evidence } of result) {
      const assumed = evidence.some(({ via }) => via.some(({ kind }) => kind === 'parameter-default'));
      for (const problem of problems) {
        const key = identityOf(problem);
        keys.add(key);
        if (!found.has(key)) found.set(key, { subject, problem, evidence, assumed });
      }
    }
    return { result: keys, given };
  });
  return [...found].map(([key, one]) =>
    toFinding(
      graph,
      rule,
      anchor,
      one,
      onlyWhen(said, (keys) => keys.has(key), home),
    ),
  );
}

const placed = ({ file, start, end }: Span): string => `${file.path}:${start}-${end}`;

const identityOf = ({ message, at, because = [] }: Problem): string =>
  [message, ...[at, ...because].map(([where]) => placed(where.span))].join('\n');

function toFinding(
  graph: Graph,
  rule: Rule,
  anchor: Entity,
  { subject, problem, evidence, assumed }: Found,
  when: readonly string[],
): Finding {
  const { message, statement, at, because = [], fix } = problem;
  const owner = graph.ownerOf(at[0].span);
  // What a loop makes several resources of is all written in one place.
  const resource = owner && !isSamePlace(owner.span, anchor.span) ? owner : anchor;
  const related = onceEach(because.slice(0, mostNamed)).map((label) =>
    withOwner(labelled(label), graph.ownerOf(label[0].span)),
  );
  const confidence = assumed && problem.confidence !== 'possible' ? 'likely' : (problem.confidence ?? 'certain');
  const severity = problem.severity ?? rule.severity;
  const path = roadOf(subject);
  const repair = fix && repairOf(fix);
  return {
    rule,
    // A default may be overridden at deploy time, so what rests on one cannot fail every deployment.
    severity: assumed && severity === 'error' ? 'warning' : severity,
    confidence,
    status: problem.status ?? rule.status,
    during: problem.during ?? rule.during,
    message: readable(message),
    ...(statement !== undefined && { statement: readable(statement) }),
    resource: named(resource),
    primary: labelled(at),
    related,
    path,
    evidence: evidence.slice(0, mostNamed).map(settled),
    ...(repair && { fix: repair }),
    when,
    fingerprint: hash([rule.id, anchor.id, resource.id, ...idsOf(related)]),
  };
}

const isSamePlace = (a: Span, b: Span): boolean => a.file === b.file && a.start === b.start && a.end === b.end;

/** What several things have in common, as two subnets have their route table, is told of it once. */
const onceEach = (labels: readonly Label[]): readonly Label[] => [
  ...new Map(labels.map((label) => [`${placed(label[0].span)}\n${label[1]}`, label])).values(),
];

/** Places, and values, that one finding names: nobody reads more. */
const mostNamed = 100;

/** Of each resource once and in no order: neither more places in one resource nor their order make it another fault. */
const idsOf = (related: Finding['related']): readonly string[] =>
  [...new Set(related.map(({ resource }) => resource?.id ?? ''))].sort();

const withOwner = (label: Label, resource: Entity | undefined) =>
  resource ? { label, resource: named(resource) } : { label };

/** What a report says of an entity. The entity itself would keep its whole deployment in memory. */
export function named({ id, type, span, constructPath, constructSource }: Entity): Entity {
  return {
    id,
    type,
    span: place(span),
    ...(constructPath !== undefined && { constructPath }),
    ...(constructSource !== undefined && { constructSource }),
  };
}

const labelled = ([where, text]: Label): Label => [
  'via' in where ? settled(where as Value<unknown>) : { span: place(where.span) },
  readable(text),
];

/** A sentence that repeats a value of thousands of characters tells nothing more by the rest of them. */
const readable = (text: string): string =>
  text.length > longest ? `${text.slice(0, longest).replace(/[\uD800-\uDBFF]$/, '')}…` : text;

const longest = 500;

const place = ({ file, start, end }: Span): Span => ({ file, start, end });

/** A value as a report keeps it: where a property could be inserted only the whole template can tell. */
export function settled<V extends Value<unknown>>(value: V): V {
  const known = kept.get(value);
  if (known) return known as V;
  const fresh = settle(value);
  kept.set(value, fresh);
  return fresh;
}

/** Many findings rest on the same values. */
const kept = new WeakMap<Value<unknown>, Value<unknown>>();

function settle<V extends Value<unknown>>(value: V): V {
  const { slot, ...rest } = value;
  const plain = { ...rest, span: place(value.span), via: value.via.map((hop) => ({ ...hop, span: place(hop.span) })) };
  return (slot && value.kind === 'known' ? { ...plain, slot } : plain) as unknown as V;
}

/** The edits of a fix, or nothing when one of its values has no place of its own to be written. */
function repairOf({ title, safety, set }: Fix): Repair | undefined {
  const edits = set.map(({ value, to }) => {
    const slot = value.kind === 'unknown' || value.via.length > 0 ? undefined : value.slot?.();
    return slot && { span: slot.span, text: slot.write(to) };
  });
  const possible = edits.filter((edit) => edit !== undefined);
  return possible.length === edits.length ? { title, safety, edits: possible } : undefined;
}

/**
 * Findings in reading order, each once though several stacks were made of one template, told apart where two would have
 * one fingerprint.
 */
export const inOrder = (findings: readonly Finding[]): readonly Finding[] =>
  toldApart(onceSaid([...findings].sort(byPlace)));

/** What is said of one place in the same words is one thing to mend. */
function onceSaid(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return findings.filter((finding) => {
    const { rule, severity, confidence, primary, related } = finding;
    const places = [primary, ...related.map(({ label }) => label)].map(([{ span }]) => placed(span));
    const said = [rule.id, severity, confidence, ...places, saidBy(finding)].join('\n');
    return seen.size < seen.add(said).size;
  });
}

/** What has one fingerprint gets numbers, by what is said and not by where: `…:2` stays when files are renamed. */
function toldApart(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Map<string, number>();
  const told = new Map<Finding, Finding>();
  for (const finding of [...findings].sort((a, b) => compare(saidBy(a), saidBy(b)))) {
    const number = (seen.get(finding.fingerprint) ?? 0) + 1;
    seen.set(finding.fingerprint, number);
    told.set(finding, number === 1 ? finding : { ...finding, fingerprint: `${finding.fingerprint}:${number}` });
  }
  return findings.map((finding) => told.get(finding) ?? finding);
}

const saidBy = ({ message, primary, related, when, path }: Finding): string =>
  JSON.stringify([message, primary[1], related.map(({ label }) => label[1]), when, path.map(({ id }) => id)]);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function byPlace(a: Finding, b: Finding): number {
  const [left, right] = [a.primary[0].span, b.primary[0].span];
  return (
    compare(left.file.path, right.file.path) ||
    left.start - right.start ||
    left.end - right.end ||
    compare(a.rule.id, b.rule.id) ||
    compare(a.message, b.message)
  );
}
