import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

/** What only some runs need: each is a file beside the command, loaded when a run does. */
const besides = {
  'fast-glob': 'glob.js',
  '@aws-cdk/cloud-assembly-schema': 'assembly.js',
  '../frontends/ecs/validator.js': 'ecs.js',
};

const beside = {
  name: 'beside',
  resolveId: (source, importer) =>
    importer && source in besides ? { id: `./${besides[source]}`, external: true } : undefined,
};

/** The manual knows rules by what they say, so that nobody waits for the checks before a page is shown. */
const manual = {
  name: 'manual',
  resolveId: (source, importer) =>
    importer?.endsWith('/src/node/page.ts') && source.endsWith('/rules/index.ts') ? '\0manual' : undefined,
  load: (id) =>
    id === '\0manual'
      ? `import { readFileSync } from 'node:fs'; export default JSON.parse(readFileSync(\`\${__dirname}/manual.json\`, 'utf8'));`
      : undefined,
};

/** Rules keep their long texts in functions, so that V8 reads over them until a finding or a manual page is written. */
const textsOnDemand = {
  name: 'texts-on-demand',
  transform: (code, id) =>
    /\/rules\/[^/]+\.ts$/.test(id)
      ? code.replace(/^ {2}(why|remedy): (`(?:\\.|[^`\\$])*`),$/gms, '  get $1() { return $2; },')
      : undefined,
};

/**
 * Writes the command into a folder: `cli.cjs` starts `main.cjs`, one bundle, or `about.cjs`, which is enough for the
 * manual, from what V8 compiled of them here, and what only some runs need stands beside them. Returns the ids of the
 * modules in all of it.
 */
export async function bundleCommand(folder) {
  const rules = `${folder}/rules.mjs`;
  await bundle('rules/index.ts', rules, 'node');
  writeFileSync(`${folder}/manual.json`, JSON.stringify((await import(pathToFileURL(rules))).default));
  rmSync(rules);
  const bundled = [
    ...(await bundleCompiled('src/node/main.ts', `${folder}/main.cjs`)),
    ...(await bundleCompiled('src/node/about.ts', `${folder}/about.cjs`)),
  ];
  for (const [name, file] of Object.entries(besides))
    bundled.push(...(await bundle(name.replace(/^\.\./, 'src'), `${folder}/${file}`, 'node')));
  copyFileSync('src/node/cli.cjs', `${folder}/cli.cjs`);
  chmodSync(`${folder}/cli.cjs`, 0o755);
  for (const kind of ['about', 'explain', 'lint'])
    execFileSync(process.execPath, ['scripts/compile.cjs', folder, kind], { stdio: ['ignore', 'ignore', 'inherit'] });
  return bundled;
}

/** Bundles an entry so that what V8 compiled of it can be kept. */
async function bundleCompiled(input, file) {
  const modules = await bundle(input, file, 'node', [manual]);
  const text = readFileSync(file, 'utf8')
    .replaceAll(/[^\0-\x7f]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
    // Code that V8 compiled before cannot import by itself: `cli.cjs` does it for it. Texts begin with a backquote.
    .replaceAll(/(?<![`\w.])import\(/g, '__import(');
  const parameters = 'exports, require, module, __filename, __dirname, __import';
  writeFileSync(file, `(function (${parameters}) {${text}\n})`);
  return modules;
}

/**
 * Bundles an entry and all it imports into one file; what is imported inside a function runs when the function does.
 * Returns the ids of the modules in it.
 */
export async function bundle(input, file, platform, plugins = []) {
  const bundler = await rolldown({
    input,
    platform,
    plugins: [beside, textsOnDemand, ...plugins],
    // The browser builds of our dependencies are ES modules: they need no `require` and are cut to what is used.
    resolve: { conditionNames: ['import', 'default'], mainFields: ['module', 'main'] },
    onLog(level, log) {
      if (level === 'warn') throw new Error(log.message);
    },
  });
  const format = file.endsWith('.cjs') ? 'cjs' : 'esm';
  const { output } = await bundler.write({ file, format, codeSplitting: false, minify: true });
  await bundler.close();
  return output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []));
}
