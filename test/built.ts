import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { bundleCommand } from '../scripts/bundle.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    /** The path of the command as it is published, built from the sources under test. */
    command: string;
  }
}

/** Builds the command once for all tests that run it as a process. */
export default async function setup(project: TestProject): Promise<() => void> {
  // A test decides itself in which CI system its command runs.
  for (const name of ['GITHUB_ACTIONS', 'GITHUB_STEP_SUMMARY', 'GITHUB_WORKSPACE', 'GITLAB_CI'])
    delete process.env[name];
  const folder = mkdtempSync(join(tmpdir(), 'alb-lint-built-'));
  const command = join(folder, 'cli.cjs');
  await bundleCommand(folder);
  project.provide('command', command);
  return () => rmSync(folder, { recursive: true });
}
