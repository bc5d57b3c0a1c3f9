interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string }>>;
}

/** One service as a person writes it, in YAML. */
export function small(): string;
/** A large template, in JSON. */
export function json(): string;
/** A large template, in YAML. */
export function yaml(): string;
/** The stacks of an assembly. */
export function stacks(count: number): readonly Template[];
