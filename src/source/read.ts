import { InputError, type SourceFile } from './file.ts';
import { readJson } from './json.ts';
import { type Limits, usualLimits } from './limits.ts';
import { duplicateKey, repeatedIn } from './repeated.ts';
import type { Shelves } from './shelf.ts';
import type { Tree } from './tree.ts';
import { readYaml } from './yaml.ts';

/**
 * The tree of a JSON or YAML text. Text in braces or brackets is JSON first; YAML's flow style looks alike, so unless
 * the name says JSON, what is no JSON is read as YAML. Shelves keep what {@link readJson} says. @throws InputError with the exact place and what to do.
 */
export function read(file: SourceFile, limits: Limits = usualLimits, shelves?: Shelves): Tree {
  refuseBinary(file);
  if (/\.json$/i.test(file.path)) return readJson(file, shelves);
  if (!/^\ufeff?\s*[[{]/.test(file.text)) return readYaml(file, limits);
  const json = attempt(() => readJson(file));
  if (!(json instanceof InputError)) return json;
  if (yamlWouldMisread(file.text.slice(json.span?.start))) throw json;
  const yaml = attempt(() => readYaml(file, limits));
  if (!(yaml instanceof InputError)) return yaml;
  throw startsLikeJson(file.text) ? further(json, yaml) : yaml;
}

/** What {@link read} reads, where no key is written twice: nobody but us reads such a file, so there is none whom to agree with. */
export function readOnce(file: SourceFile): Tree {
  const tree = read(file);
  const [twice] = repeatedIn(file)?.named ?? [];
  if (twice?.lost[0]) throw duplicateKey(twice.key, twice.lost[0], twice.kept);
  return tree;
}

function attempt(reader: () => Tree): Tree | InputError {
  try {
    return reader();
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}

/** To YAML a `//` comment is a key, and what a forgotten comma leaves is one long value. */
const yamlWouldMisread = (rest: string): boolean => /^(?:\/[/*]|")/.test(rest);

const startsLikeJson = (text: string): boolean => /^\ufeff?\s*(?:\{\s*["}]|\[\s*[\]["{\d]|.\s*$)/.test(text);

/** The complaint of the reader that understood more of the file. */
const further = (a: InputError, b: InputError): InputError => ((b.span?.start ?? 0) > (a.span?.start ?? 0) ? b : a);

function refuseBinary(file: SourceFile): void {
  const start = file.text.indexOf('\0');
  if (start < 0) return;
  const message = 'a NUL byte: this is no UTF-8 text, so save it as UTF-8 if it is a template';
  throw new InputError(message, { file, start, end: start + 1 });
}
