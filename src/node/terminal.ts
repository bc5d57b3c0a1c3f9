/** The narrowest terminal that texts are laid out for, in cells. */
const narrowest = 40;

/** The cells of a line of the terminal that standard output is; undefined where it is none or does not say. */
export function terminalWidth(): number | undefined {
  const { isTTY, columns } = process.stdout;
  return isTTY && columns > 0 ? Math.max(narrowest, columns) : undefined;
}
