/** How much a source may ask for before it is refused; each can be raised. */
export interface Limits {
  /** How many values the aliases and merge keys of a YAML file, or the loops of a template, may add to what is written. */
  readonly copies: number;
  /** How many resources a template may have, those that loops make included; as many parameters, and as many conditions. */
  readonly resources: number;
  /** How many stacks may be nested in one. */
  readonly stacks: number;
  /** How many combinations of conditions a check looks at. */
  readonly scenarios: number;
  /** How many checks are made for each template: each rule checks each of its subjects in each combination. */
  readonly checks: number;
}

/**
 * Far beyond what CloudFormation deploys, which is 500 resources in a template, and a matter of seconds.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
 */
export const usualLimits: Limits = {
  copies: 100_000,
  resources: 2_500,
  stacks: 2_000,
  scenarios: 64,
  checks: 250_000,
};

/** In bytes. */
export const megabyte = 1_000_000;

/**
 * How many bytes of a file are read at most, unless somebody asks for more: five times what CloudFormation takes.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
 */
export const usualFileSize = 5 * megabyte;
