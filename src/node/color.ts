import type { Options } from './args.ts';

/** Whether to colour: as `--color` says, else as `NO_COLOR` and `FORCE_COLOR` say, else on a terminal only. */
export function usesColor(
  color: Options['color'],
  file: string | undefined,
  env: NodeJS.ProcessEnv,
  terminal: boolean,
): boolean {
  if (color !== 'auto') return color === 'always';
  if (env.NO_COLOR) return false;
  if (file !== undefined) return false;
  if (env.FORCE_COLOR !== undefined) return !['0', 'false', ''].includes(env.FORCE_COLOR);
  return terminal && env.TERM !== 'dumb';
}
