import type { Spanned } from '../source/file.ts';
import { isCoveredBy } from '../source/glob.ts';
import type { Suppression } from './suppression.ts';

/** One entry of the configuration's `ignore`. Its span is where the rule is named. */
export interface Ignored extends Spanned {
  readonly rule: string;
  /** Paths, folders or globs, from the folder of the configuration; nothing means every file. */
  readonly files?: readonly string[];
  readonly reason: string;
}

/** The files of a run as the configuration sees them. */
export interface Linted {
  readonly paths: readonly string[];
  /** A file's path from the folder of the configuration. */
  locate(path: string): string;
  /** Whether these are all the files that the configuration names. */
  readonly whole: boolean;
}

/** What the configuration suppresses: the findings whose first place is in one of the files. */
export function configured(ignored: readonly Ignored[], { paths, locate, whole }: Linted): readonly Suppression[] {
  const located = new Set(paths.map(locate));
  return ignored.map(
    ({ rule, files, reason, span }): Suppression => ({
      kind: 'config',
      rule,
      reason,
      span,
      covers: ({ primary }) => {
        const path = locate(primary[0].span.file.path);
        return files?.some((pattern) => isCoveredBy(path, pattern)) ?? true;
      },
      nothing: files ? `finds nothing in ${files.map((pattern) => `\`${pattern}\``).join(', ')}` : 'finds nothing',
      complete: whole || (files?.every((pattern) => located.has(pattern.replace(/^\.\//, ''))) ?? false),
      closed: whole,
    }),
  );
}
