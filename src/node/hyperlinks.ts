import { inCI } from './surroundings.ts';

/**
 * Whether texts may carry links: never in CI, else as `FORCE_HYPERLINK` says, else on terminals that are known to show
 * them. What is known is what https://github.com/chalk/supports-hyperlinks knows.
 */
export function usesHyperlinks(env: NodeJS.ProcessEnv, terminal: boolean, platform = process.platform): boolean {
  if (inCI(env)) return false;
  if (env.FORCE_HYPERLINK) return Number.parseInt(env.FORCE_HYPERLINK, 10) !== 0;
  if (!terminal || env.TERM === 'dumb') return false;
  if (env.WT_SESSION) return true; // Windows Terminal
  if (platform === 'win32') return false;
  return namesItself(env) || vte(env) || env.TERM === 'alacritty' || env.TERM === 'xterm-kitty';
}

function namesItself({
  TERM_PROGRAM: program,
  TERM_PROGRAM_VERSION: version,
  CURSOR_TRACE_ID: cursor,
}: NodeJS.ProcessEnv) {
  switch (program) {
    case 'iTerm.app':
      return reaches(version, 3, 1);
    case 'WezTerm':
      return reaches(version, 20_200_620) || version?.startsWith('0-unstable-') === true;
    case 'vscode':
      return cursor !== undefined || reaches(version, 1, 72);
    case 'ghostty':
    case 'zed':
      return true;
    default:
      return false;
  }
}

/** GNOME Terminal and its relatives write 0.60.3 as `6003`; 0.50.0 crashes where it meets a link. */
const vte = ({ VTE_VERSION: version = '' }: NodeJS.ProcessEnv): boolean =>
  /^\d{3,4}$/.test(version) ? Number(version) > 5000 : version !== '0.50.0' && reaches(version, 0, 50);

function reaches(version: string | undefined, major: number, minor = 0): boolean {
  const [first = 0, second = 0] = (version ?? '').split('.').map((part) => Number.parseInt(part, 10) || 0);
  return version !== undefined && version !== '' && (first > major || (first === major && second >= minor));
}
