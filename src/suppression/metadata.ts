import type { Finding } from '../report.ts';
import type { Span } from '../source/file.ts';
import { type Entry, entryOf, type Tree } from '../source/tree.ts';
import { type Misspelt, placesOf, reasonIn, type Suppression, type Suppressions } from './suppression.ts';

/** What the `Metadata` of resources says: `alb-lint: { ignore: [{ id, reason }] }`, each for its own resource alone. */
export function inMetadata(tree: Tree): Suppressions {
  const suppressions: Suppression[] = [];
  const misspelt: Misspelt[] = [];
  for (const [logicalId, resource] of resourcesOf(tree)) {
    const stated = entryOf(entryOf(resource.value, 'Metadata')?.value, 'alb-lint')?.value;
    const ignore = entryOf(stated, 'ignore')?.value;
    if (!ignore) continue;
    for (const item of ignore.kind === 'list' ? ignore.items : [ignore]) {
      const id = entryOf(item, 'id')?.value;
      if (id?.kind !== 'scalar') misspelt.push(unnamed(item.span));
      else suppressions.push(suppressionOf(logicalId, resource, id.text, id.span, entryOf(item, 'reason')?.value));
    }
  }
  return { suppressions, misspelt };
}

const unnamed = (span: Span): Misspelt => ({
  span,
  message: 'this names no rule and suppresses nothing; each item of `ignore` takes an `id` and a `reason`',
});

function suppressionOf(
  logicalId: string,
  resource: Entry,
  rule: string,
  span: Span,
  reason: Tree | undefined,
): Suppression {
  return {
    kind: 'metadata',
    rule,
    reason: reason?.kind === 'scalar' && reason.value !== null ? reasonIn(reason.text) : '',
    span,
    covers: (finding) => isAbout(finding, resource),
    nothing: `finds nothing in \`${logicalId}\``,
    complete: true,
  };
}

/** Whether the finding is one of this resource, or underlines a place in it. */
function isAbout(finding: Finding, { key, value: { span } }: Entry): boolean {
  const { file, start } = key;
  const within = (at: Span): boolean => at.file === file && at.start >= start && at.end <= span.end;
  return [finding.resource.span, ...placesOf(finding)].some(within);
}

/** The resources of a template by logical id. */
export function resourcesOf(tree: Tree): readonly (readonly [string, Entry])[] {
  const resources = entryOf(tree, 'Resources')?.value;
  return resources?.kind === 'map' ? [...resources.entries] : [];
}
