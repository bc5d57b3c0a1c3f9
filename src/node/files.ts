import { isUtf8 } from 'node:buffer';
import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats } from 'node:fs';
import { isAbsolute, normalize, relative, resolve, sep } from 'node:path';
import { InputError, type SourceFile } from '../source/file.ts';

/** How standard input is called in reports. */
export const standardInput = '<stdin>';

/** The text of a regular file. @throws InputError when it cannot be read or is not UTF-8. */
export function read(path: string): SourceFile {
  return { path, text: decode(bytesOf(path), path) };
}

/** Everything on standard input. @throws InputError when it is not UTF-8. */
export async function readStandardInput(): Promise<SourceFile> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  return { path: standardInput, text: decode(Buffer.concat(chunks), standardInput) };
}

function bytesOf(path: string): Buffer {
  let descriptor: number | undefined;
  try {
    // Without O_NONBLOCK, opening a pipe nobody writes to would wait for ever.
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const stats = fstatSync(descriptor);
    if (!stats.isFile())
      throw new InputError(`this is ${kindOf(stats)}, not a file; pipe its content in and write \`-\``, { path });
    return readFileSync(descriptor);
  } catch (error) {
    throw error instanceof InputError ? error : new InputError(`cannot be read: ${reasonOf(error)}`, { path });
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function decode(bytes: Buffer, path: string): string {
  if (looksLikeUtf16(bytes)) throw new InputError('this is UTF-16; save it as UTF-8', { path });
  const text = bytes.toString('utf8');
  if (isUtf8(bytes)) return text;
  const start = firstReplaced(text, bytes);
  const span = { file: { path, text }, start, end: start + 1 };
  throw new InputError('this byte is not valid UTF-8; save the file as UTF-8', span);
}

/** Offset of the first replacement character that stands for a broken byte, not for itself. */
function firstReplaced(text: string, bytes: Buffer): number {
  const replacement = Buffer.from('\uFFFD');
  let start = text.indexOf('\uFFFD');
  for (;;) {
    const at = Buffer.byteLength(text.slice(0, start));
    if (!bytes.subarray(at, at + replacement.length).equals(replacement)) return start;
    start = text.indexOf('\uFFFD', start + 1);
  }
}

/** A byte order mark of UTF-16, or an ASCII character padded to two bytes. */
function looksLikeUtf16(bytes: Buffer): boolean {
  const [first, second] = bytes;
  if (second === undefined) return false;
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) || (first === 0) !== (second === 0);
}

/** A path as reports show it: relative to the working directory when it lies inside, with forward slashes. */
export function shown(path: string): string {
  const inside = relative(process.cwd(), resolve(path));
  const leaves = inside === '' || inside.startsWith('..') || isAbsolute(inside);
  return (leaves ? normalize(path) : inside).replaceAll(sep, '/');
}

function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return 'a directory';
  if (stats.isFIFO()) return 'a pipe';
  if (stats.isSocket()) return 'a socket';
  return 'a device';
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOENT: 'there is no such file',
  ELOOP: 'its symbolic links form a circle',
  ENXIO: 'it is a socket or a device',
  ENOTDIR: 'a part of its path is not a directory',
  ENAMETOOLONG: 'its name is too long',
};

/** Why the system refused, in words. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  return reasons[code] ?? error.message;
}
