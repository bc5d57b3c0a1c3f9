import type { Unknown } from '../../../value.ts';
import { keyOf } from '../application.ts';
import type { Found } from '../registry.ts';
import type { Stack } from '../stack.ts';
import type { ResourceDeclaration } from '../template.ts';

/** Who names a resource, in its own stack or in another one, and what another one names that may be this resource. */
export interface Namers {
  readonly found: readonly Found[];
  readonly doubt: Unknown | undefined;
}

/** The resources of a type, in all stacks of the application, whose property names a resource. */
export function namers(wanted: ResourceDeclaration, type: string, property: string, home: Stack): Namers {
  const { application } = home;
  const found: Found[] = [];
  let doubt: Unknown | undefined;
  for (const each of application.names.declared(type, property, keyOf(home.name, wanted.logicalId))) {
    const { stack, declaration } = each;
    const id = stack.properties(declaration).get(property);
    const named = application.found(id);
    if (named) {
      if (named.stack === home && named.declaration === wanted && stack.evaluator.exists(declaration)) found.push(each);
    } else if (id?.kind === 'unknown' && stack !== home && mayLeadTo(home, id) && stack.evaluator.exists(declaration))
      doubt ??= id;
  }
  return { found, doubt };
}

/** What is exported by no stack of the application is none of its resources. */
const mayLeadTo = ({ application }: Stack, { reason }: Unknown): boolean =>
  reason.kind !== 'import' || application.exports.named.has(reason.name);
