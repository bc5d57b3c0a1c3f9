/** How much a source may ask for before it is refused; each can be raised. */
export interface Limits {
  /** How many values the aliases and merge keys of a YAML file, or the loops of a template, may add to what is written. */
  readonly copies: number;
  /** How many stacks may be nested in one. */
  readonly stacks: number;
  /** How many combinations of conditions a check looks at. */
  readonly scenarios: number;
}

/** Far beyond what CloudFormation deploys, and a fraction of a second of work. */
export const usualLimits: Limits = { copies: 100_000, stacks: 2_000, scenarios: 64 };

/** In bytes. */
export const megabyte = 1_000_000;

/**
 * How many bytes of a file are read at most, unless somebody asks for more: five times what CloudFormation takes.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
 */
export const usualFileSize = 5 * megabyte;
