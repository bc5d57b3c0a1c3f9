import { copyFileSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { bundle } from '../scripts/bundle.mjs';
import { at } from './all-rules.ts';

/** Puts the package, built from the sources under test, into a folder's `node_modules`, beside CDK. */
export async function install(folder: string): Promise<void> {
  const home = join(folder, 'node_modules/alb-lint');
  mkdirSync(join(home, 'dist'), { recursive: true });
  copyFileSync(at('package.json'), join(home, 'package.json'));
  symlinkSync(inject('command'), join(home, 'dist/cli.cjs'));
  await bundle(at('src/index.ts'), join(home, 'dist/index.js'), 'browser');
  await bundle(at('src/rule.ts'), join(home, 'dist/rule.js'), 'browser');
  await bundle(at('src/node/cdk-plugin.ts'), join(home, 'dist/cdk.cjs'), 'node');
  for (const name of ['aws-cdk-lib', 'constructs'])
    symlinkSync(at(`node_modules/${name}`), join(folder, 'node_modules', name));
}
