import fc from 'fast-check';

const characters = fc.oneof(
  fc.constantFrom('a', 'Z', ' ', '.', '`', '|', '\\', '日', '🚀', 'é', '\u0301'),
  fc.constantFrom('\x1b', '\x1b[2J', '\x9b', '\0', '\x07', '\x7f', '\n', '\r', '\r\n', '\t', '\ufeff'),
  fc.constantFrom('\u202e', '\u2066', '\u2028', '\u2029', '\u200b', '\ud800', '\udfff', '\u{e0041}'),
  fc.constantFrom('::error::', '##[add-mask]', '<', '&', ']]>', '[a](1)', '%0A', '\ufffe'),
  fc.string({ unit: 'binary', maxLength: 3 }),
);

/** Texts that try to act on what shows them. */
export const hostile = (maxLength = 40): fc.Arbitrary<string> =>
  fc.array(characters, { maxLength }).map((all) => all.join(''));
