import { append } from '../../multimap.ts';
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
  templates: Files<Template>,
  above: readonly Template[],
  assetAt: (url: string) => string | undefined = () => undefined,
): Child {
  const span = url?.span ?? declaration.key;
  const tail = tailOf(url);
  const text = assetOf(declaration) ?? tail;
  const known = tail === undefined ? undefined : assetAt(tail);
  const beside = known ?? (text === undefined ? undefined : resolved(parent.path, text));
  const exact = templates.at(beside);
  const alike = exact || text === undefined ? undefined : templates.endingLike(text);
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

const stepsOf = (path: string): string[] =>
  path
    .replace(/^[a-z0-9]+:\/\/[^/]*/i, '')
    .split('/')
    .filter((step) => step !== '' && step !== '.');

/** Files that paths and URLs in others may mean. */
export class Files<T extends Pick<Template, 'file'>> {
  readonly #byPath = new Map<string, T>();
  readonly #byName = new Map<string, T[]>();

  constructor(files: readonly T[]) {
    for (const each of files) {
      const { path } = each.file;
      if (!this.#byPath.has(path)) this.#byPath.set(path, each);
      append(this.#byName, nameOf(path), each);
    }
  }

  at(path: string | undefined): T | undefined {
    return path === undefined ? undefined : this.#byPath.get(path);
  }

  /** The one, other than the file with the URL, at that path from there, or the only one whose path ends alike. */
  meant(url: string, from: SourceFile): T | undefined {
    const beside = this.at(resolved(from.path, url));
    return beside && beside.file !== from ? beside : this.endingLike(url, from);
  }

  /** The one that shares the longest end of its path with the URL, when it shares the file's name and is alone in that. */
  endingLike(url: string, except?: SourceFile): T | undefined {
    const wanted = stepsOf(url).reverse();
    const [name] = wanted;
    const named = name === undefined ? undefined : this.#byName.get(name);
    const [best, next] = (named ?? [])
      .filter(({ file }) => file !== except)
      .map((each) => ({ each, shared: sharedEnd(wanted, stepsOf(each.file.path).reverse()) }))
      .sort((a, b) => b.shared - a.shared);
    return best && best.shared !== next?.shared ? best.each : undefined;
  }
}

const nameOf = (path: string): string => stepsOf(path).at(-1) ?? '';

function sharedEnd(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (count < b.length && a[count] === b[count]) count++;
  return count;
}
