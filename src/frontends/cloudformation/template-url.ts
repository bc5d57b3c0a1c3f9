import type { SourceFile, Span } from '../../source/file.ts';
import { entryOf } from '../../source/tree.ts';
import type { Evaluated } from './evaluated.ts';
import type { ResourceDeclaration, Template } from './template.ts';

/** The template of a nested stack, or the name of the file that nobody gave. */
export type Child =
  | { readonly kind: 'template'; readonly template: Template; readonly span: Span }
  | { readonly kind: 'missing'; readonly name: string; readonly span: Span };

/**
 * The template that a `TemplateURL` means among those given: a path relative to the parent's file, the file of a CDK
 * asset, or the only one whose path ends as the URL does; that is none of those `above`, which it may only be called
 * like. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-stack.html
 */
export function childOf(
  url: Evaluated | undefined,
  declaration: ResourceDeclaration,
  parent: SourceFile,
  templates: readonly Template[],
  above: readonly Template[],
  assetAt: (url: string) => string | undefined = () => undefined,
): Child {
  const span = url?.span ?? declaration.key;
  const tail = tailOf(url);
  const text = assetOf(declaration) ?? tail;
  const known = tail === undefined ? undefined : assetAt(tail);
  const beside = known ?? (text === undefined ? undefined : resolved(parent.path, text));
  const exact = templates.find(({ file }) => file.path === beside);
  const alike = exact || text === undefined ? undefined : onlyEndingLike(text, templates);
  const template = exact ?? (alike && above.includes(alike) ? undefined : alike);
  const name = text?.trim() || `of the nested stack ${declaration.logicalId}`;
  return template ? { kind: 'template', template, span } : { kind: 'missing', name, span };
}

/** CDK writes the file of a nested stack's template beside the resource. */
function assetOf({ metadata }: ResourceDeclaration): string | undefined {
  const path = entryOf(metadata, 'aws:asset:path')?.value;
  return path?.kind === 'scalar' ? path.text : undefined;
}

/** The end of a URL, which is known where the bucket in front of it is not. */
function tailOf(url: Evaluated | undefined): string | undefined {
  if (url?.kind === 'literal') return url.text.replace(/[?#].*/s, '');
  const last = url?.kind === 'unknown' ? url.parts?.at(-1) : undefined;
  return typeof last === 'string' && last.includes('/')
    ? last.slice(last.indexOf('/') + 1).replace(/[?#].*/s, '')
    : undefined;
}

function resolved(parent: string, path: string): string {
  const steps: string[] = path.startsWith('/') ? [] : parent.split('/').slice(0, -1);
  for (const step of path.split('/')) {
    if (step === '..' && steps.length > 0 && steps.at(-1) !== '..') steps.pop();
    else if (step !== '.' && (step !== '' || steps.length === 0)) steps.push(step);
  }
  return steps.join('/');
}

const stepsOf = (path: string): readonly string[] =>
  path
    .replace(/^[a-z0-9]+:\/\/[^/]*/i, '')
    .split('/')
    .filter((step) => step !== '' && step !== '.');

/** The file that a path or a URL in another file means: the one at that path, or the only one whose path ends alike. */
export const fileMeant = <T extends Pick<Template, 'file'>>(
  url: string,
  from: SourceFile,
  files: readonly T[],
): T | undefined => {
  const beside = resolved(from.path, url);
  return files.find(({ file }) => file.path === beside) ?? onlyEndingLike(url, files);
};

/** The template that shares the longest end of its path with the URL, when it shares the file's name and is alone in that. */
function onlyEndingLike<T extends Pick<Template, 'file'>>(url: string, templates: readonly T[]): T | undefined {
  const wanted = [...stepsOf(url)].reverse();
  const [name = ''] = wanted;
  const ranked = templates
    .filter(({ file }) => file.path.endsWith(name))
    .map((template) => ({ template, shared: sharedEnd(wanted, [...stepsOf(template.file.path)].reverse()) }))
    .filter(({ shared }) => shared > 0)
    .sort((a, b) => b.shared - a.shared);
  const [best, next] = ranked;
  return best && best.shared !== next?.shared ? best.template : undefined;
}

function sharedEnd(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (count < b.length && a[count] === b[count]) count++;
  return count;
}
