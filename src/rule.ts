import type { Subjects } from './graph/subjects.ts';
import type { Spanned } from './source/file.ts';
import type { Value } from './value.ts';

export { hasNothingBeside, runsAlone } from './application/alone.ts';
export { isDistroless } from './application/distroless.ts';
export { type KeepAlive, keepAlive, keepAliveOfInstances } from './application/keep-alive.ts';
export { type Binding, boundAddress, imagePort, isLoopback, listeningPorts } from './application/listening.ts';
export { mentionsPort } from './application/mentions.ts';
export { type Probe, probesOf } from './application/probe.ts';
export { mayBeProxy, namesRepository } from './application/proxy.ts';
export { answersRoot, redirectsRoot } from './application/root.ts';
export { signalForwarding } from './application/signals.ts';
export { gracefulTimeout, requestTimeout } from './application/timeouts.ts';
export type { Cause } from './cause.ts';
export { ephemeralPorts } from './graph/acl.ts';
export { type Admission, admitsInbound, admitsOutbound, dynamicPorts, type NearMiss } from './graph/admission.ts';
export {
  type AttributeHolder,
  attributeMeant,
  foreignAttributes,
  isAttributeOf,
} from './graph/attributes.ts';
export type * from './graph/authentication.ts';
export { countOf, httpGroupOf, isHttp, isProxied, prefixLengthOf } from './graph/behind.ts';
export type * from './graph/bluegreen.ts';
export { callbackPath, leadsBack } from './graph/callback.ts';
export { admitsAnybody } from './graph/clients.ts';
export { doorOf, namePort, namesOf } from './graph/closed.ts';
export { holdsCode } from './graph/codes.ts';
export type * from './graph/compute.ts';
export {
  type Barrier,
  barrierPlaces,
  clientsCross,
  crossingOf,
  hasNetworkAcl,
  milderFor,
  namePorts,
  nameSubnets,
  stoppedBy,
} from './graph/crossing.ts';
export type * from './graph/ecs.ts';
export type * from './graph/entities.ts';
export type * from './graph/firewall.ts';
export type * from './graph/front.ts';
export { holdsHostPorts } from './graph/host-ports.ts';
export { type Invocation, nameOf, type Obstacle, obstacleOf } from './graph/lambda.ts';
export type * from './graph/load-balancing.ts';
export { type Bucket, type Grant, grantOf, type LogDelivery } from './graph/logs.ts';
export { mapsPort } from './graph/mappings.ts';
export type * from './graph/network.ts';
export { covers, coversRule, mayPrecede } from './graph/patterns.ts';
export { type DefaultRoute, sameZone, strandedIn, type Zone } from './graph/placement.ts';
export { type Address, addressOf, crossesToProvider, providerOf, reachesProvider } from './graph/provider.ts';
export { isDoneByAnother, standsAround } from './graph/sourceless.ts';
export { isAwaited, type Startup, startupOf, type Wait, waitOf } from './graph/startup.ts';
export type * from './graph/subjects.ts';
export type { Spanned } from './source/file.ts';
export type { Value } from './value.ts';
export { knownIn, map, show } from './value.ts';

/** A code that the load balancer itself answers; `deploy` where the deployment fails or flaps instead. */
export type Status =
  | '400'
  | '401'
  | '403'
  | '408'
  | '413'
  | '460'
  | '463'
  | '464'
  | '500'
  | '502'
  | '503'
  | '504'
  | '507'
  | '561'
  | 'deploy'
  | 'no answer';
/**
 * `error`: the deploy fails, or every request on that path fails. `warning`: fails under common conditions.
 * `info`: advice.
 */
export type Severity = 'error' | 'warning' | 'info';
/** `certain` rests on what is written and on AWS defaults; `likely` and `possible` on less. */
export type Confidence = 'certain' | 'likely' | 'possible';
/** When a fault bites: `sporadic` is now and then, `interruption` when capacity is taken away. */
export type Phase = 'always' | 'sporadic' | 'deploy' | 'scale-in' | 'load' | 'interruption';
/** `strict` findings are reported only with `--strict`: too many good templates trip them. */
export type Profile = 'default' | 'strict';

/** One fault: what it is, what it does to clients, what to do instead, and the check that finds it. */
export interface Rule<S extends keyof Subjects = keyof Subjects> {
  /** Kebab-case name of the fault; also the file name, the fixture folder and the word in an ignore comment. */
  readonly id: string;
  /** One line, lower case, no full stop; completes "alb-lint found that …". */
  readonly title: string;
  /** What clients see. */
  readonly status: readonly Status[];
  /** When it bites. */
  readonly during: Phase;
  /** The gravest severity the rule gives; a problem may be milder. */
  readonly severity: Severity;
  readonly profile?: Profile;
  /** The sequence of events that ends in the status code. Markdown, no heading. */
  readonly why: string;
  /** What to do instead; starts with a verb. */
  readonly remedy: string;
  /** AWS pages that state the facts, one for each fact. */
  readonly references: readonly string[];
  /** The page that documents it, where that is not ours. */
  readonly docs?: string;
  /** Ids of the checks of other tools that find part of the same fault. */
  readonly also?: readonly string[];
  /** The smallest subject that holds every fact the rule needs. */
  readonly over: S;
  check(subject: Subjects[S], ask: Ask): Problem | readonly Problem[] | undefined;
  /** A second form of the same fault that hangs on another subject. */
  readonly and?: Check;
}

/** A check over one kind of subject. */
export interface Check<S extends keyof Subjects = keyof Subjects> {
  readonly over: S;
  check(subject: Subjects[S], ask: Ask): Problem | readonly Problem[] | undefined;
}

/** The second form of a fault, for {@link Rule.and}. */
export const over = <S extends keyof Subjects>(kind: S, check: Check<S>['check']): Check => ({ over: kind, check });

/** How a check learns a value: it cannot be looked at otherwise, so that no rule guesses. */
export interface Ask {
  /** The value, or no verdict: an unknown ends this check and is reported as undecided. */
  need<T>(value: Value<T>): T;
  /** The value where it is known, to enrich a message or soften a verdict: an unknown is `undefined` and ends nothing. */
  peek<T>(value: Value<T>): T | undefined;
  /**
   * Whether two values are the same: by value when both are known, by identity when both are unknown. What is undecided
   * ends nothing; what makes them the same is what the check rests on.
   */
  same<T>(a: Value<T>, b: Value<T>): boolean | 'undecided';
}

/** What a check has found. */
export interface Problem {
  /** One sentence, lower case, no full stop, with both sides of the contradiction. */
  readonly message: string;
  /** What an `info` says without naming the resource, so that the same said of several is one line. */
  readonly statement?: string;
  readonly at: Label;
  readonly because?: readonly Label[];
  readonly fix?: Fix;
  /** May only be milder than the rule's. */
  readonly severity?: Severity;
  /** May only lower what the engine works out from the values that were needed. */
  readonly confidence?: Confidence;
  /** Replaces the rule's where this form of the fault shows otherwise. */
  readonly status?: readonly Status[];
  /** Replaces the rule's where this form of the fault bites at other times. */
  readonly during?: Phase;
}

/** What this place says: *every health check is sent here*. */
export type Label = readonly [where: Spanned, text: string];

/** What removes the problem, where every value that it sets is written in place. */
export interface Fix {
  readonly title: string;
  /** `safe` keeps every intended behaviour; `review` may not. */
  readonly safety: 'safe' | 'review';
  readonly set: readonly Assignment[];
}

/** A field and what it is to hold; made by {@link set}. */
export interface Assignment {
  readonly value: Value<unknown>;
  readonly to: string | number | boolean;
}

/** Says that a field is to hold another value; carried out only where the field is written in place. */
export const set = <T extends string | number | boolean>(value: Value<T>, to: NoInfer<T>): Assignment => ({
  value,
  to,
});

/** A rule as its author writes it, with the subject's type from `over`. */
export const defineRule = <S extends keyof Subjects>(rule: Rule<S>): Rule => rule;
