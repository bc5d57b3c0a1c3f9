import type { Severity } from '../rule.ts';

export type Style = Severity | 'plain' | 'bold' | 'dim' | 'frame' | 'removed' | 'added';

/** Colours a text that is already inert. */
export type Paint = (style: Style, text: string) => string;

// https://www.ecma-international.org/publications-and-standards/standards/ecma-48/ section 8.3.117
const codes: Readonly<Record<Exclude<Style, 'plain'>, string>> = {
  error: '1;31',
  warning: '1;33',
  info: '1;36',
  bold: '1',
  dim: '2',
  frame: '1;34',
  removed: '31',
  added: '32',
};

const colours: Paint = (style, text) =>
  style === 'plain' || text === '' ? text : `\x1b[${codes[style]}m${text}\x1b[0m`;
const none: Paint = (_, text) => text;

/** The colours of a terminal, or none. */
export const painter = (color: boolean): Paint => (color ? colours : none);

/** Makes a text that is already inert lead to a page. */
export type Link = (url: string, text: string) => string;

// https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda
const hyperlinks: Link = (url, text) => {
  const target = /^https?:/i.test(url) ? url.replace(/[^!-~]/gu, encoded) : '';
  return target === '' ? text : `\x1b]8;;${target}\x1b\\${text}\x1b]8;;\x1b\\`;
};

/** What URLs may not hold as it is; a lone surrogate has no encoding. */
const encoded = (character: string): string => (/\p{Cs}/u.test(character) ? '' : encodeURIComponent(character));

/** The links of a terminal, or none. */
export const linker = (links: boolean): Link => (links ? hyperlinks : (_, text) => text);
