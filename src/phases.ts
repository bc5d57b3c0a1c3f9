/** What a run spends its time on. */
export type Phase = 'parse' | 'evaluate' | 'link';

/** Is told what is being done, so that it can take the time. */
export interface Phases {
  during<T>(phase: Phase, work: () => T): T;
}
