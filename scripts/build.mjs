// Builds what is published: the command, the library with its desk for rules, the CDK plugin, and the types that lead from them.
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);

const { bundle, bundleCommand } = await import('./bundle.mjs').catch((error) => {
  console.error(`the build needs the development dependencies, from \`npm ci --include=dev\`: ${error.message}`);
  process.exit(1);
});

rmSync('dist', { recursive: true, force: true });
const bundled = new Set([
  ...(await bundleCommand('dist')),
  ...(await bundle('src/index.ts', 'dist/index.js', 'browser')),
  ...(await bundle('src/rule.ts', 'dist/rule.js', 'browser')),
  ...(await bundle('src/node/cdk-plugin.ts', 'dist/cdk.cjs', 'node')),
]);
copyFileSync('alb-lint.schema.json', 'dist/alb-lint.schema.json');
writeFileSync('dist/LICENSES.txt', notices(bundled));
declareTypes();
linkCommand();

/** The declarations that can be reached from the doors, and no others. */
function declareTypes() {
  const emitted = mkdtempSync(join(root, 'node_modules', '.types-'));
  try {
    execFileSync(
      process.execPath,
      ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', emitted],
      {
        stdio: 'inherit',
      },
    );
    const reached = new Set(['src/index.d.ts', 'src/rule.d.ts', 'src/node/cdk-plugin.d.ts']);
    for (const path of reached) {
      const text = readFileSync(join(emitted, path), 'utf8').replaceAll(
        /(from '|import\(")(\.[^'"]+)\.ts(['"])/g,
        (_, before, target, after) => {
          reached.add(`${normalize(join(dirname(path), target))}.d.ts`);
          return `${before}${target}.js${after}`;
        },
      );
      const destination = join('dist', path.replace(/^src\//, ''));
      mkdirSync(dirname(destination), { recursive: true });
      writeFileSync(destination, text);
    }
    writeFileSync('dist/cdk.d.cts', requirable(readFileSync('dist/node/cdk-plugin.d.ts', 'utf8')));
    rmSync('dist/node/cdk-plugin.d.ts');
  } finally {
    rmSync(emitted, { recursive: true });
  }
}

/** Declarations of the plugin as a CommonJS module, which most CDK apps and all their Jest tests want. */
function requirable(declarations) {
  return declarations.replaceAll(
    /^import (?:type )?\{ (.*?) \} from '(\.\.?)\/(.*)';$/gm,
    (_, names, up, target) =>
      `import type { ${names.replaceAll('type ', '')} } from '${up === '.' ? './node' : '.'}/${target}' with { 'resolution-mode': 'import' };`,
  );
}

/** What the licences of bundled packages ask for: their text beside the code. */
function notices(modules) {
  const folders = new Set([...modules].flatMap((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id) ?? []));
  return [...folders]
    .sort()
    .map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      const files = readdirSync(folder).filter((entry) => /^(?:licen[cs]e|notice)/i.test(entry));
      if (!files.some((entry) => /^licen[cs]e/i.test(entry))) throw new Error(`${name} has no licence file`);
      const texts = files.sort().map((file) => readFileSync(join(folder, file), 'utf8').trim());
      return `${name} ${version} (${license})\n\n${texts.join('\n\n')}\n`;
    })
    .join(`\n${'-'.repeat(80)}\n\n`);
}

/** Lets `npx alb-lint` in this checkout run this checkout. */
function linkCommand() {
  const link = join('node_modules', '.bin', 'alb-lint');
  rmSync(link, { force: true });
  symlinkSync(join('..', '..', 'dist', 'cli.cjs'), link);
}
