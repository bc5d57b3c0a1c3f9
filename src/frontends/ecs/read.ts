import { InputError, type SourceFile } from '../../source/file.ts';
import { type Limits, usualLimits } from '../../source/limits.ts';
import { read } from '../../source/read.ts';
import { rememberAlso } from '../../source/repeated.ts';
import type { Shelves } from '../../source/shelf.ts';
import type { Tree } from '../../source/tree.ts';
import { quoted } from './placeholders.ts';
import { mayBeEcs } from './recognise.ts';

/**
 * The tree of a text, as {@link read} has it; in what looks like a file of Amazon ECS, placeholders may stand without
 * quotes, as in `"cpu": ${CPU}`. @throws InputError with the exact place and what to do.
 */
export function readEcsText(file: SourceFile, limits: Limits = usualLimits, shelves?: Shelves): Tree {
  try {
    return read(file, limits, shelves);
  } catch (error) {
    const text = error instanceof InputError && mayBeEcs(file) ? quoted(file) : file;
    if (text.text === file.text) throw error;
    try {
      const tree = read(text, limits);
      rememberAlso(file, text);
      return tree;
    } catch {
      throw error;
    }
  }
}

/**
 * The tree of a file that nobody named, where it looks like one of Amazon ECS. Many tools keep text that is no YAML in
 * files of that name, so that only what has containers of tasks in it is missed.
 * @throws InputError where such a file cannot be read.
 */
export function readIfEcs(file: SourceFile, limits: Limits = usualLimits): Tree | undefined {
  if (!mayBeEcs(file)) return undefined;
  try {
    return readEcsText(file, limits);
  } catch (error) {
    if (file.text.includes('containerDefinitions')) throw error;
    return undefined;
  }
}
