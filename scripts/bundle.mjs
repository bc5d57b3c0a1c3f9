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

/** Writes the packages that stand beside the command into its folder. Returns the ids of the modules in them. */
export async function bundleBesides(folder) {
  const bundled = [];
  for (const [name, file] of Object.entries(besides))
    bundled.push(...(await bundle(name.replace(/^\.\./, 'src'), `${folder}/${file}`, 'node')));
  return bundled;
}

/**
 * Bundles an entry and all it imports into one file; what is imported inside a function runs when the function does.
 * Returns the ids of the modules in it.
 */
export async function bundle(input, file, platform) {
  const bundler = await rolldown({
    input,
    platform,
    plugins: [beside],
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
