import type { Container } from '../graph/ecs.ts';
import { derived, type Value } from '../value.ts';
import { imageOf } from './image.ts';

/**
 * Whether a container runs one of Google's distroless images, which hold no shell and no tools
 * (https://github.com/GoogleContainerTools/distroless#readme); their debug variants do. False where the image is not known.
 */
export function isDistroless({ image }: Container): Value<boolean> {
  const known = imageOf(image);
  if (known.kind === 'unknown') return derived(false, image.span, []);
  const { name, tag } = known.value;
  const bare = typeof tag !== 'object' && !tag?.includes('debug');
  return derived(bare && name?.startsWith('gcr.io/distroless/') === true, image.span, [image]);
}
