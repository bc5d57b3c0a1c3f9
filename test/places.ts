export type Path = readonly (string | number)[];
// biome-ignore lint/suspicious/noExplicitAny: a template is whatever it is
export type Plain = any;

export const isObject = (node: Plain): boolean => typeof node === 'object' && node !== null;
const isCall = (node: Plain): boolean => isObject(node) && /^(?:Ref|Fn::\w+)$/.test(Object.keys(node).join());

/** What a parameter may stand for: literals, calls, and lists of these. */
export function* hideable(node: Plain, path: Path = []): Generator<Path> {
  const isScalar = !isObject(node) || isCall(node);
  const isList = Array.isArray(node) && node.every((item) => !isObject(item) || isCall(item));
  if (path.length > 0 && (isScalar || isList)) yield path;
  if (isScalar) return;
  for (const key of Object.keys(node)) yield* hideable(node[key], [...path, Array.isArray(node) ? Number(key) : key]);
}

/** The template with a reference to a parameter in a place of a resource's properties. */
export function withParameter(template: Plain, id: string, path: Path, declared: Plain): Plain {
  const changed = structuredClone(template);
  changed.Parameters = { ...changed.Parameters, Unseen: { Type: 'String', ...declared } };
  const holder = path.slice(0, -1).reduce((node, step) => node[step], changed.Resources[id].Properties);
  holder[path.at(-1) as string | number] = { Ref: 'Unseen' };
  return changed;
}

/** What stands in a place of a resource's properties. */
export const standing = (template: Plain, id: string, path: Path): Plain =>
  path.reduce((node, step) => node[step], template.Resources[id].Properties);
