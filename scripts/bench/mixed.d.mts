/** Writes templates of all kinds into a folder. */
export function generated(folder: string): {
  readonly origin: string;
  readonly paths: readonly string[];
  readonly size: number;
};
