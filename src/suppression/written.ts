import type { Entity } from '../graph/entities.ts';
import type { Span } from '../source/file.ts';
import { entryOf, type Tree } from '../source/tree.ts';
import { inComments } from './comments.ts';
import { inMetadata, resourcesOf } from './metadata.ts';
import type { Suppressions } from './suppression.ts';

/** What a file says itself should be suppressed, in comments and in metadata. Nothing of it holds on to the tree. */
export function writtenIn(tree: Tree): Suppressions {
  const written = [inComments(tree), inMetadata(tree)];
  const placed = <T extends { readonly span: Span }>(one: T): T => {
    const within = resourceAt(one.span, tree);
    return within ? { ...one, within } : one;
  };
  const closed = entryOf(tree, 'Resources') !== undefined && entryOf(tree, 'Outputs') === undefined;
  return {
    suppressions: written.flatMap(({ suppressions }) => suppressions.map((one) => ({ ...placed(one), closed }))),
    misspelt: written.flatMap(({ misspelt }) => misspelt.map(placed)),
  };
}

function resourceAt(span: Span, tree: Tree): Entity | undefined {
  for (const [id, { key, value }] of resourcesOf(tree))
    if (key.start <= span.start && span.end <= value.span.end) {
      const type = value.kind === 'map' ? value.entries.get('Type')?.value : undefined;
      return { id, type: type?.kind === 'scalar' ? type.text : 'AWS::CloudFormation::CustomResource', span: key };
    }
  return undefined;
}
