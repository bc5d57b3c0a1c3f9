import { accessSync, constants, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from '../bundle.mjs';
import { run } from './measure.mjs';

const require = createRequire(import.meta.url);
const here = (name) => fileURLToPath(new URL(name, import.meta.url));

/** Where a command is, or nothing where it is not installed. */
function installed(command) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, command);
    try {
      accessSync(path, constants.X_OK);
      if (statSync(path).isFile()) return path;
    } catch {}
  }
}

/** A peer that is a command, or a message that it is left out. */
function command(name, args, statuses) {
  const file = installed(name);
  if (file === undefined) {
    console.error(`skipped: ${name} is not installed`);
    return;
  }
  try {
    run({ file, args: ['--version'] });
  } catch (error) {
    console.error(`skipped: ${name}: ${error.message}`);
    return;
  }
  return (paths) => ({ program: name, file, args: args(paths), statuses });
}

/** What CDK runs at every synthesis, from where CDK has it. */
function validate() {
  try {
    const from = createRequire(require.resolve('aws-cdk-lib/package.json'));
    const path = from.resolve('@aws/cloudformation-validate');
    return (paths) => ({ program: '`@aws/cloudformation-validate`', args: [here('validate.cjs'), path, ...paths] });
  } catch (error) {
    console.error(`skipped: @aws/cloudformation-validate: ${error.message}`);
  }
}

/** The peers that are at hand, each by the files it is to read. */
export async function peersIn(folder) {
  const parser = join(folder, 'parse.cjs');
  await bundle(here('parse.mjs'), parser, 'node');
  const json = `for (const path of process.argv.slice(1)) JSON.parse(require('node:fs').readFileSync(path, 'utf8'))`;
  return {
    cfnLint: command('cfn-lint', (paths) => ['--', ...paths], [0, 2, 4, 6, 8, 10, 12, 14]),
    validate: validate(),
    cfnGuard: command(
      'cfn-guard',
      (paths) => ['validate', '--show-summary', 'none', '--rules', here('load-balancer.guard'), '--data', ...paths],
      [0, 19],
    ),
    checkov: command(
      'checkov',
      (paths) => ['--framework', 'cloudformation', '--compact', '--quiet', ...paths.flatMap((path) => ['-f', path])],
      [0, 1],
    ),
    yaml: (paths) => ({ program: '`yaml`: parses, no more', args: [parser, ...paths] }),
    json: (paths) => ({ program: '`JSON.parse`, no more', args: ['-e', json, ...paths] }),
  };
}
