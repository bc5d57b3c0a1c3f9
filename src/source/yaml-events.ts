import { type Event, parseEvents, YAMLException } from 'js-yaml';
import type { InputError, SourceFile } from './file.ts';
import { affordableParses, explained } from './yaml-errors.ts';

/** How deep values may be nested within each other. */
export const DEEPEST = 100;

/**
 * The events of a YAML text, as offsets into it. The parser insists on indentation within brackets; CloudFormation
 * (and every older YAML library) does not, and `]` below its key is common, so such lines are accepted here.
 * @throws InputError with the exact place.
 */
export function yamlEvents(file: SourceFile): readonly Event[] {
  let text = file.text;
  let parsed = parse(text);
  let suspect: (() => InputError) | undefined;
  const most = affordableParses(text);
  for (let repairs = 0; parsed instanceof YAMLException; repairs++) {
    const at = parsed.mark?.position ?? 0;
    const closes = text[at] === ']' || text[at] === '}';
    if (parsed.reason !== 'deficient indentation' || at >= text.length || repairs === most) {
      throw suspect?.() ?? explained(file, text, parsed);
    }
    if (!closes) suspect ??= explained.bind(undefined, file, text, parsed);
    text = joined(text, at);
    if (repairs === 0) text = closersJoined(text);
    parsed = parse(text);
  }
  return text === file.text ? parsed : parsed.map(decodedFromOriginal);
}

function parse(text: string): readonly Event[] | YAMLException {
  try {
    return parseEvents(text, { maxDepth: DEEPEST });
  } catch (error) {
    if (error instanceof YAMLException) return error;
    throw error;
  }
}

/** A text that was joined is on one line only for the parser. */
const decodedFromOriginal = (event: Event): Event => ('fast' in event ? { ...event, fast: false } : event);

/** Blanks the line break and the comments before `at`, so that all offsets stay. */
function joined(text: string, at: number): string {
  let start = at;
  for (;;) {
    while (start > 0 && /\s/.test(text.charAt(start - 1))) start--;
    let lineStart = start;
    while (lineStart > 0 && !/[\r\n]/.test(text.charAt(lineStart - 1))) lineStart--;
    const comment = commentStart(text.slice(lineStart, start));
    if (comment < 0) break;
    start = lineStart + comment;
  }
  return text.slice(0, start) + ' '.repeat(at - start) + text.slice(at);
}

/** Where the comment of a line starts that starts outside quotes, or -1. */
function commentStart(line: string): number {
  let quote = '';
  for (let at = 0; at < line.length; at++) {
    const character = line[at] ?? '';
    const opensToken = at === 0 || /[\s[{,:(]/.test(line[at - 1] ?? '');
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (opensToken && character === '#') return at;
    else if (opensToken && (character === '"' || character === "'")) quote = character;
  }
  return -1;
}

/** Joins every line that starts with a closing bracket to the one above, except within block scalars. */
function closersJoined(text: string): string {
  const pieces = text.split(/(\r\n|\n|\r)/);
  let blockIndent = -1;
  for (let at = 0; at < pieces.length; at += 2) {
    const line = pieces[at] ?? '';
    const indent = line.search(/\S/);
    if (indent < 0) continue;
    if (blockIndent >= 0 && indent > blockIndent) continue;
    blockIndent = /[|>][-+\d]*\s*(?:#.*)?$/.test(line) ? indent : -1;
    const above = pieces[at - 2] ?? '';
    const closes = line[indent] === ']' || line[indent] === '}';
    if (closes && above.trim() !== '' && !above.includes('#')) pieces[at - 1] = ' '.repeat(pieces[at - 1]?.length ?? 0);
  }
  return pieces.join('');
}
