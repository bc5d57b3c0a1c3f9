import type { SourceFile } from '../../source/file.ts';

/** A stretch of text, or the name of what some tool puts in its place. */
export type Part = string | { readonly name: string };

/** Of CodePipeline and people, of Jinja and Go, of envsubst and Terraform, of Azure DevOps, of Windows. */
const anywhere =
  /<([A-Za-z][\w .:-]*)>|\{\{-?\s*([^{}]+?)\s*-?\}\}|\$\{([^{}]+)\}|#\{([^{}]+)\}#?|\$\(([A-Za-z][\w.]*)\)|%([A-Z][A-Z0-9_]*)%|__([A-Z][A-Z0-9_]*?)__|^\$([A-Za-z_]\w*)$/g;

/** In commands a shell reads `$NAME` itself, and `<b>` may be HTML that is printed. */
const inCommands = /<([A-Z][A-Z0-9_]+)>|\{\{-?\s*([^{}]+?)\s*-?\}\}|__([A-Z][A-Z0-9_]*?)__/g;

/** A text taken apart at its placeholders; nothing where it has none. `isShell` says that a shell reads it. */
export function partsOf(text: string, isShell: boolean): readonly Part[] | undefined {
  const parts: Part[] = [];
  let done = 0;
  for (const { index, 0: whole, ...groups } of text.matchAll(isShell ? inCommands : anywhere)) {
    const name = Object.entries(groups).find(([key, group]) => /^\d+$/.test(key) && group !== undefined)?.[1];
    if (typeof name !== 'string') continue;
    if (index > done) parts.push(text.slice(done, index));
    parts.push({ name });
    done = index + whole.length;
  }
  if (parts.length === 0) return undefined;
  return done < text.length ? [...parts, text.slice(done)] : parts;
}

/** Strings, which stay as they are, and what no JSON has: placeholders without quotes. */
const bare = /"(?:[^"\\]|\\.)*"|\$\{[^{}]*\}|\$[A-Za-z_]\w*|<[A-Za-z][^<>"\n]*>|\{\{[^{}]*\}\}/g;

/** The file with placeholders that stand without quotes made strings of the same length, so that places stay. */
export function quoted(file: SourceFile): SourceFile {
  const text = file.text.replaceAll(bare, (match) =>
    match.startsWith('"') ? match : `"${match.slice(1, -1).replace(/\W/g, 'x')}"`,
  );
  return { path: file.path, text };
}
