import { appendFileSync, statSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import type { PathOf } from '../formats/place.ts';
import { reasonOf } from './files.ts';

/** Whether a log is read by the runner of GitHub Actions. */
export const inGitHubActions = (env: NodeJS.ProcessEnv): boolean => env.GITHUB_ACTIONS === 'true';

/** Whether a CI system runs us; those that matter set `CI`, or one of the others. */
export const inCI = (env: NodeJS.ProcessEnv): boolean =>
  Boolean((env.CI && env.CI !== 'false') || inGitHubActions(env) || env.TEAMCITY_VERSION || env.TF_BUILD);

/**
 * Paths as a CI system wants them: relative to the root of the repository it has checked out, wherever in it the run was
 * started. Outside of CI, and for files elsewhere, as they were given.
 */
export function pathsFor(env: NodeJS.ProcessEnv, folder: string): PathOf {
  const root = inGitHubActions(env) ? env.GITHUB_WORKSPACE : env.GITLAB_CI ? env.CI_PROJECT_DIR : undefined;
  if (!root) return (path) => path;
  return (path) => {
    if (path.startsWith('<')) return path; // standard input
    const inside = relative(root, resolve(folder, path));
    return inside === '' || inside.startsWith('..') || resolve(inside) === inside ? path : inside.replaceAll(sep, '/');
  };
}

/**
 * Text that the runner of GitHub Actions only shows: where something in it might be taken for a workflow command, the
 * runner is told not to look. https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions#stopping-and-starting-workflow-commands
 */
async function shownOnly(text: string): Promise<string> {
  // The runner compares texts as people do, so that marks nobody sees do not count.
  if (!/::|##\[/.test(text.replace(/[\p{M}\p{DI}]/gu, ''))) return text;
  const { randomUUID } = await import('node:crypto');
  const token = randomUUID();
  return `::stop-commands::${token}\n${text}::${token}::\n`;
}

/** Text for people in a log that a CI system reads as well: nothing in it is taken for a command. */
export async function forLog(text: string, env: NodeJS.ProcessEnv): Promise<string> {
  if (inGitHubActions(env)) return shownOnly(text);
  // Azure Pipelines and TeamCity look for `##vso[` and the like wherever they stand in a line.
  return env.TF_BUILD || env.TEAMCITY_VERSION ? text.replaceAll(/#(?=#\w*\[)/g, '\\x23') : text;
}

/** Bytes of Markdown that one step may add: https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions#step-isolation-and-limits. */
const mostSummary = 1024 * 1024;

/** How many bytes the summary of the step has room for; undefined where there is none to write. */
export function summaryRoom({ GITHUB_STEP_SUMMARY: path }: NodeJS.ProcessEnv): number | undefined {
  if (!path) return undefined;
  return mostSummary - (statSync(path, { throwIfNoEntry: false })?.size ?? 0);
}

/** Adds to the summary of the step; says why where it cannot, since the report itself is no worse for it. */
export function addToSummary({ GITHUB_STEP_SUMMARY: path }: NodeJS.ProcessEnv, text: string): string {
  if (!path) return '';
  try {
    appendFileSync(path, text);
    return '';
  } catch (error) {
    return `alb-lint: the job summary cannot be written: ${reasonOf(error)}\n`;
  }
}
