import { isDeepStrictEqual } from 'node:util';
import { InputError, type SourceFile } from '../../src/source/file.ts';
import { repeatedIn } from '../../src/source/repeated.ts';
import { readAnyYaml } from '../../src/source/yaml.ts';
import { readUsualYaml } from '../../src/source/yaml-usual.ts';

/**
 * Whether a text is written as usual. @throws where the reader of what is usual takes it for something else than the
 * reader of all of YAML does, values and places.
 */
export function isUsual(text: string): boolean {
  const file = { path: 'a.yaml', text };
  const usual = readUsualYaml(file);
  if (usual === undefined) return false;
  try {
    const repeated = told(file);
    if (isDeepStrictEqual(usual, readAnyYaml(file)) && isDeepStrictEqual(repeated, told(file))) return true;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new Error(`read as usual, and refused otherwise: ${JSON.stringify(text)}`, { cause: error });
  }
  throw new Error(`read otherwise as usual: ${JSON.stringify(text)}`);
}

/** What was last found of keys that are written more than once. */
function told(file: SourceFile) {
  const { named = [], more, next } = repeatedIn(file) ?? {};
  return { named, more, next };
}
