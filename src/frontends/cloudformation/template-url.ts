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
 * The template that a `TemplateURL` means among those given: the only one below the folder it names, where the name of
 * one folder further down is unknown; a path relative to the parent's file; the file of a CDK asset; or the only one
 * whose path ends as the URL does. It is none of those `above`, which it may only be called like, unless its whole path
 * says so. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-stack.html
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
  const asset = assetOf(declaration);
  const text = asset ?? tail;
  const known = tail === undefined ? undefined : assetAt(tail);
  const beside = known ?? (text === undefined ? undefined : resolved(parent.path, text));
  const isWhole = asset !== undefined || known !== undefined || url?.kind === 'literal';
  const isAbove = (template: Template | undefined) => template !== undefined && above.includes(template);
  const below = isWhole || tail === undefined ? [] : belowFolder(tail, folderOf(url), templates, isAbove);
  const there = templates.at(beside);
  const exact = isWhole || !isAbove(there) ? there : undefined;
  const alike = exact || text === undefined ? undefined : templates.endingLike(text);
  const elsewhere = exact ?? (isAbove(alike) ? undefined : alike);
  const template = below.length > 0 ? alone(below) : elsewhere;
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

/** The path in front of a folder of unknown name, as in `https://bucket/apps/${Name}/service.yaml`. */
function folderOf(url: Evaluated | undefined): string | undefined {
  const [before, , end] = url?.kind === 'unknown' ? (url.parts?.slice(-3) ?? []) : [];
  if (typeof before !== 'string' || typeof end !== 'string') return undefined;
  return before.endsWith('/') && end.startsWith('/') ? before : undefined;
}

/** Those that lie at the end of a path in some folder of the one that is called so. */
function belowFolder(
  tail: string,
  folder: string | undefined,
  templates: Files<Template>,
  isAbove: (template: Template) => boolean,
): readonly Template[] {
  const end = fromEnd(tail);
  const inFront = fromEnd(folder ?? '');
  const ranked = templates.called(tail).flatMap((template) => {
    if (isAbove(template)) return [];
    const steps = fromEnd(template.file.path);
    const shared = sharedEnd(end, steps) < end.length ? 0 : sharedEnd(inFront, steps.slice(end.length + 1));
    return shared > 0 ? [{ template, shared }] : [];
  });
  const most = Math.max(...ranked.map(({ shared }) => shared));
  return ranked.filter(({ shared }) => shared === most).map(({ template }) => template);
}

const alone = <T>(some: readonly T[]): T | undefined => (some.length === 1 ? some[0] : undefined);

function resolved(parent: string, path: string): string {
  const steps: string[] = path.startsWith('/') ? [] : parent.split('/').slice(0, -1);
  for (const step of path.split('/')) {
    if (step === '..' && steps.length > 0 && steps.at(-1) !== '..') steps.pop();
    else if (step !== '.' && (step !== '' || steps.length === 0)) steps.push(step);
  }
  return steps.join('/');
}

/** The steps of a path or a URL, the last one first. */
const fromEnd = (path: string): readonly string[] =>
  path
    .replace(/^[a-z0-9]+:\/\/[^/]*/i, '')
    .split('/')
    .filter((step) => step !== '' && step !== '.')
    .reverse();

/** Files that paths and URLs in others may mean. */
export class Files<T extends Pick<Template, 'file'>> {
  readonly #byPath = new Map<string, T>();
  readonly #byName = new Map<string, T[]>();

  constructor(files: readonly T[]) {
    for (const each of files) {
      const { path } = each.file;
      if (!this.#byPath.has(path)) this.#byPath.set(path, each);
      append(this.#byName, fromEnd(path)[0] ?? '', each);
    }
  }

  at(path: string | undefined): T | undefined {
    return path === undefined ? undefined : this.#byPath.get(path);
  }

  /** Those whose file is called as the one that a path or a URL leads to. */
  called(url: string): readonly T[] {
    const [name] = fromEnd(url);
    return (name === undefined ? undefined : this.#byName.get(name)) ?? [];
  }

  /** The one, other than the file with the URL, at that path from there, or the only one whose path ends alike. */
  meant(url: string, from: SourceFile): T | undefined {
    const beside = this.at(resolved(from.path, url));
    return beside && beside.file !== from ? beside : this.endingLike(url, from);
  }

  /** The one that shares the longest end of its path with the URL, when it shares the file's name and is alone in that. */
  endingLike(url: string, except?: SourceFile): T | undefined {
    const wanted = fromEnd(url);
    const [best, next] = this.called(url)
      .filter(({ file }) => file !== except)
      .map((each) => ({ each, shared: sharedEnd(wanted, fromEnd(each.file.path)) }))
      .sort((a, b) => b.shared - a.shared);
    return best && best.shared !== next?.shared ? best.each : undefined;
  }
}

function sharedEnd(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (count < b.length && a[count] === b[count]) count++;
  return count;
}
