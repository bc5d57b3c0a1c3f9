/** One cause of an error that a load balancer gives, as AWS's troubleshooting page lists it, or one that the page forgets. */
export interface Cause {
  /** `T01` to `T72` in the order of the page; `X01` and on for what is not on it. */
  readonly id: string;
  /** What is seen: a status code, `deploy`, `no answer`, `unhealthy` for targets that fail their health checks, or a word of the page. */
  readonly seen: readonly string[];
  readonly cause: string;
  /** Whether a template tells: given known values, in some forms only, or never. */
  readonly decidable: 'yes' | 'partly' | 'no';
  /** Ids of the rules that find it. */
  readonly rules: readonly string[];
  /** How to tell on a running system: what to run and what to look for. */
  readonly confirm?: string;
  /** Why a cause that a template tells has no rule yet. */
  readonly declined?: string;
}
