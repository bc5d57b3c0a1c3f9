import { rolldown } from 'rolldown';

/**
 * Bundles an entry and all it imports into one file; what is imported inside a function runs when the function does.
 * Returns the ids of the modules in it.
 */
export async function bundle(input, file, platform) {
  const bundler = await rolldown({
    input,
    platform,
    // The browser builds of our dependencies are ES modules: they need no `require` and are cut to what is used.
    resolve: { conditionNames: ['import', 'default'], mainFields: ['module', 'main'] },
    onLog(level, log) {
      if (level === 'warn') throw new Error(log.message);
    },
  });
  const { output } = await bundler.write({ file, format: 'esm', codeSplitting: false, minify: true });
  await bundler.close();
  return output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []));
}
