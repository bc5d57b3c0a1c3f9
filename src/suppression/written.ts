import type { Entity } from '../graph/entities.ts';
import type { Span } from '../source/file.ts';
import { entryOf, type Tree } from '../source/tree.ts';
import { inComments } from './comments.ts';
import { inMetadata, resourcesOf } from './metadata.ts';
import { most, type Suppressions } from './suppression.ts';

/** What a file says itself should be suppressed, in comments and in metadata. Nothing of it holds on to the tree. */
export function writtenIn(tree: Tree): Suppressions {
  const all = [inComments(tree), inMetadata(tree)];
  const suppressions = all.flatMap((each) => each.suppressions);
  const misspelt = all.flatMap((each) => each.misspelt).slice(0, most);
  const [excess] = suppressions.splice(most);
  if (excess) misspelt.push({ span: excess.span, message: tooMany });
  const placed = <T extends { readonly span: Span }>(one: T): T => {
    const within = resourceAt(one.span, tree);
    return within ? { ...one, within } : one;
  };
  const closed = entryOf(tree, 'Resources') !== undefined && entryOf(tree, 'Outputs') === undefined;
  return {
    suppressions: suppressions.map((one) => ({ ...placed(one), closed })),
    misspelt: misspelt.map(placed),
  };
}

const tooMany = `this file has more than ${most} suppressions; from here on they suppress nothing`;

/** The resource that a place of a template is in. */
export function resourceAt(span: Span, tree: Tree): Entity | undefined {
  for (const [id, { key, value }] of resourcesOf(tree))
    if (key.start <= span.start && span.end <= value.span.end) {
      const type = value.kind === 'map' ? value.entries.get('Type')?.value : undefined;
      return { id, type: type?.kind === 'scalar' ? type.text : 'AWS::CloudFormation::CustomResource', span: key };
    }
  return undefined;
}
