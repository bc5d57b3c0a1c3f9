import { width } from './cells.ts';

/** A text cut at its spaces into lines of at most `cells` cells; a longer word has a line to itself. */
export function wrap(text: string, cells: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const word of text.split(' ').filter((w) => w !== '')) {
    const size = width(word);
    if (line !== '' && used + 1 + size > cells) {
      lines.push(line);
      line = word;
      used = size;
    } else {
      used += line === '' ? size : size + 1;
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return line === '' && lines.length > 0 ? lines : [...lines, line];
}

/** The prose of a rule without the indentation of the source it was written in. */
export function prose(text: string): string {
  const lines = text.split(/\r?\n/).map((line) => line.trimEnd());
  const depths = lines.filter((line) => line !== '').map((line) => line.length - line.trimStart().length);
  // A text that begins on the line of its quotation mark says nothing about the indentation of the others.
  const depth = Math.min(...(lines[0] === '' || depths.length < 2 ? depths : depths.slice(1)));
  return lines
    .map((line, i) => (i === 0 ? line.trimStart() : line.slice(Math.min(depth, line.length - line.trimStart().length))))
    .join('\n')
    .trim();
}

/** The paragraphs and list items of prose, each as one line. */
export function blocks(text: string): readonly string[] {
  const all: string[] = [];
  let open = false;
  for (const line of prose(text)
    .split('\n')
    .map((l) => l.trim())) {
    if (line === '') open = false;
    else if (open && !/^([-*]|\d+\.) /.test(line)) all.push(`${all.pop() ?? ''} ${line}`);
    else {
      all.push(line);
      open = true;
    }
  }
  return all;
}

/** The first sentence of prose in the manner of a message: lower case, no full stop. */
export function firstSentence(text: string): string {
  const first = blocks(text)[0] ?? '';
  const sentence = /^(?:.*?[^.])(?=[.!?](?:\s+["'`(*]*[A-Z`]|\s*$))/.exec(first)?.[0] ?? first;
  return sentence.replace(/^[A-Z](?=[a-z]* )/, (letter) => letter.toLowerCase());
}
