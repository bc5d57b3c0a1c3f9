import { InputError, type SourceFile } from '../../source/file.ts';
import { read } from '../../source/read.ts';
import type { Tree } from '../../source/tree.ts';
import { quoted } from './placeholders.ts';
import { mayBeEcs } from './recognise.ts';

/**
 * The tree of a text, as {@link read} has it; in what looks like a file of Amazon ECS, placeholders may stand without
 * quotes, as in `"cpu": ${CPU}`. @throws InputError with the exact place and what to do.
 */
export function readEcsText(file: SourceFile): Tree {
  try {
    return read(file);
  } catch (error) {
    const text = error instanceof InputError && mayBeEcs(file) ? quoted(file) : file;
    if (text.text === file.text) throw error;
    try {
      return read(text);
    } catch {
      throw error;
    }
  }
}
