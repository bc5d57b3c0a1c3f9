import { safe } from './safe.ts';

/**
 * Text of the user for Markdown, in a table cell or elsewhere on a line. Whatever could be syntax is written as a
 * character reference, which CommonMark never takes for syntax (https://spec.commonmark.org/0.31.2/#entity-and-numeric-character-references);
 * backslashes would depend on who splits table rows first. What stands between backticks becomes code.
 */
export const inline = (text: string): string => {
  const parts = safe(text).split('`');
  // An odd backtick has no partner: it and what follows are text.
  const paired = parts.length % 2 === 1 ? parts.length : parts.length - 1;
  return parts
    .map((part, i) => (i >= paired ? words(`\`${part}`) : i % 2 === 1 ? `<code>${literal(part)}</code>` : words(part)))
    .join('');
};

/** Text of the user as code on a line. */
export const code = (text: string): string => `<code>${literal(safe(text))}</code>`;

/** A block of lines that are shown as they are; HTML, since a fence could not keep a log from taking a line for a command. */
export const block = (text: string): readonly string[] => [
  '<pre>',
  text.trimEnd().replace(acting, reference),
  '</pre>',
];

const acting = /[&<>]|:(?=[\p{M}\p{DI}]*:)|#(?=[\p{M}\p{DI}]*[#[])/gu;

const syntax = /[!#$&*<>@[-`{-~]|:(?=\S)|(?<=www)\./gi;

const literal = (text: string): string => text.replace(syntax, reference);

const reference = (character: string): string => `&#${character.charCodeAt(0)};`;

/** GitHub looks for people, issues and addresses in the text it has rendered: what begins them is followed by nothing visible. */
const words = (text: string): string => literal(text).replace(/&#(?:64|35);/g, '$&&#8203;');
