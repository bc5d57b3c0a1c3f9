import { isUtf8 } from 'node:buffer';
import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { isAbsolute, normalize, relative, resolve, sep } from 'node:path';
import { InputError, type SourceFile } from '../source/file.ts';
import { megabyte, usualFileSize } from '../source/limits.ts';

/** How standard input is called in reports. */
export const standardInput = '<stdin>';

/** How many bytes of what CDK writes about a whole app are read at most, unless files may be larger anyway. */
export const manifestSize = 10 * megabyte;

/** The text of a regular file. @throws InputError when it cannot be read, is not UTF-8 or has more than `most` bytes. */
export function read(path: string, most: number = usualFileSize): SourceFile {
  return { path, text: decode(bytesOf(path, most), path) };
}

/** Everything on standard input. @throws InputError when it is not UTF-8 or has more than `most` bytes. */
export async function readStandardInput(most: number = usualFileSize): Promise<SourceFile> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of process.stdin) {
    length += chunk.length;
    if (length > most) throw tooLarge(standardInput, most);
    chunks.push(chunk);
  }
  return { path: standardInput, text: decode(Buffer.concat(chunks), standardInput) };
}

const tooLarge = (path: string, most: number): InputError =>
  new InputError(`more than ${most / megabyte} MB; raise \`--max-file-size\` if it is meant to be so large`, { path });

function bytesOf(path: string, most: number): Buffer {
  let descriptor: number | undefined;
  try {
    // Without O_NONBLOCK, opening a pipe nobody writes to would wait for ever.
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const stats = fstatSync(descriptor);
    if (!stats.isFile())
      throw new InputError(`this is ${kindOf(stats)}, not a file; pipe its content in and write \`-\``, { path });
    if (stats.size > most) throw tooLarge(path, most);
    return wholeOf(descriptor, stats.size, path, most);
  } catch (error) {
    throw error instanceof InputError ? error : new InputError(`cannot be read: ${reasonOf(error)}`, { path });
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** Files grow, and those of the system have no size beforehand. */
function wholeOf(descriptor: number, size: number, path: string, most: number): Buffer {
  let bytes = Buffer.allocUnsafe(size + 1);
  let length = 0;
  for (;;) {
    const count = readSync(descriptor, bytes, length, bytes.length - length, null);
    length += count;
    if (count === 0) return bytes.subarray(0, length);
    if (length > most) throw tooLarge(path, most);
    if (length === bytes.length) bytes = Buffer.concat([bytes], length + Math.max(length, 65_536));
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
