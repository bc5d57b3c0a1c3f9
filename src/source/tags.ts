import { InputError, type SourceFile, type Span } from './file.ts';
import { shown } from './nodes.ts';

/** A tag as the tree sees it: a function to call, or a type of the core schema. `!` alone makes text. */
export interface Tag extends Span {
  readonly call?: string;
  readonly core?: string;
}

const STANDARD_PREFIX = 'tag:yaml.org,2002:';

/** The tag written at this place. @throws InputError for what CloudFormation does not read, such as `!!binary`. */
export function tagAt(file: SourceFile, start: number, end: number): Tag {
  const written = file.text.slice(start, end);
  const name = written.startsWith('!<') ? written.slice(2, -1) : written;
  if (name === '!') return { file, start, end };
  const core = coreName(name);
  if (core !== undefined) {
    if (/^(?:str|int|float|bool|null|map|seq)$/.test(core)) return { file, start, end, core };
  } else if (/^![^!]+$/.test(name)) {
    return { file, start, end, call: functionOf(name) };
  }
  throw new InputError(`\`${shown(written)}\` is a tag that CloudFormation does not read: remove it`, {
    file,
    start,
    end,
  });
}

/** The function that a short form calls: `Sub` for `!Sub` and for `!Fn::Sub`. */
export const functionOf = (tag: string): string => (tag.startsWith('!Fn::') ? tag.slice(5) : tag.slice(1));

function coreName(tag: string): string | undefined {
  if (tag.startsWith('!!')) return tag.slice(2);
  return tag.startsWith(STANDARD_PREFIX) ? tag.slice(STANDARD_PREFIX.length) : undefined;
}

export const misfit = (tag: Tag, content: string): InputError =>
  new InputError(`the tag \`!!${tag.core}\` is on ${content}: remove it`, tag);
