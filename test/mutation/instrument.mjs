import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Instrumenter } from '@stryker-mutator/instrumenter';
import { rolldown } from 'rolldown';
import { parseAst } from 'rolldown/parseAst';
import { watched } from './watch.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const standIn = fileURLToPath(new URL('vitest.mjs', import.meta.url));

/** Paths below a folder of the project, from its root. */
export const below = (folder) =>
  readdirSync(join(root, folder), { recursive: true })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .sort();

/** Test files that need no process of their own, nor anything else of vitest than to say what is expected. */
export const testFiles = below('test').filter((path) => {
  if (!path.endsWith('.test.ts') || /\/(?:fuzz\/|laws\.|fingerprints\.)/.test(path)) return false;
  const text = readFileSync(join(root, path), 'utf8');
  const [, names = ''] = /import \{([^}]*)\} from 'vitest'/.exec(text) ?? [];
  return !/\b(?:inject|vi|before|after)/.test(names) && !/child_process|shared\/corpus/.test(text);
});

/**
 * Texts are mutated only where code looks something up by them: what people read no test of behaviour sees, and a text that
 * is compared is mutated with its comparison. Neither is an empty list, for what Stryker puts into it has no type of ours.
 */
const texts = {
  shouldIgnore({ node, parent }) {
    const isDescribed = parent?.type === 'ObjectProperty' && parent.value === node && described.has(parent.key.name);
    if (isDescribed && /^(?:Array|String|Template)/.test(node.type)) return 'what documentation is made of';
    if (node.type === 'ArrayExpression') return node.elements.length === 0 ? 'an empty list' : undefined;
    if (node.type !== 'StringLiteral') return undefined;
    const isName = /^\S+$/.test(node.value);
    if (isName && parent.type === 'ArrayExpression' && parent.elements.every((one) => one?.type === 'StringLiteral'))
      return undefined;
    return isName && (parent.type === 'CallExpression' || parent.type === 'NewExpression') ? undefined : 'a text';
  },
};

const described = new Set(['title', 'status', 'why', 'remedy', 'references', 'instead']);

const silent = new Proxy({}, { get: () => () => false });

/** The mutants of files, and the texts of those files with all of their mutants in them, switched off. */
export async function instrument(names) {
  const files = names.map((name) => ({ name, mutate: true, content: readFileSync(join(root, name), 'utf8') }));
  const options = { ignorers: [texts], excludedMutations: [], plugins: null, noHeader: true };
  const { files: written, mutants } = await new Instrumenter(silent).instrument(files, options);
  const textOf = new Map(files.map(({ name, content }) => [name, positions(content)]));
  const seen = new Map();
  return {
    sources: new Map(written.map(({ name, content }) => [join(root, name), content])),
    mutants: mutants
      .filter(({ status, replacement }) => status !== 'Ignored' && replacement !== '``')
      .map(({ id, fileName, location: { start, end }, replacement }) => {
        const { piece, around } = textOf.get(fileName);
        const change = `in ${around(start)}: ${short(piece(start, end))} → ${short(replacement)}`;
        const name = `${fileName} ${change}`;
        seen.set(name, (seen.get(name) ?? 0) + 1);
        const turn = seen.get(name) === 1 ? '' : ` (${seen.get(name)})`;
        return {
          id: Number(id),
          file: fileName,
          at: `${fileName}:${start.line + 1}:${start.column + 1} ${change}${turn}`,
          name: `${name}${turn}`,
        };
      }),
    size: mutants.length,
  };
}

const short = (text) => text.replace(/\s+/g, ' ').slice(0, 160);

/** What stands in a text between two positions, and what is declared around one. */
function positions(text) {
  const lines = text.split('\n');
  const starts = [0];
  for (const { length } of lines) starts.push(starts.at(-1) + length + 1);
  const offset = ({ line, column }) => starts[line] + column;
  const named = [];
  visit(parseAst(text, { lang: 'ts' }));
  return {
    piece: (start, end) => text.slice(offset(start), offset(end)),
    around(position) {
      const at = offset(position);
      const names = named.filter(({ start, end }) => start <= at && at < end).map(({ name }) => name);
      return names.join('.') || 'the module';
    },
  };

  function visit(node, depth = 0) {
    const isNamed = /^(?:Function|Class|Method)/.test(node.type) || /Function/.test((node.init ?? node.value)?.type);
    const name = (node.id ?? node.key)?.name;
    // Of constants only those of the module: to move an expression into a constant should not rename its mutants.
    const isConstant = node.type === 'VariableDeclarator' && depth === 0;
    if (name && (isNamed || isConstant)) named.push({ name, start: node.start, end: node.end });
    const inner = depth + (/Function|Method/.test(node.type) ? 1 : 0);
    for (const child of Object.values(node).flat()) if (typeof child?.type === 'string') visit(child, inner);
  }
}

/** Bundles the tests with the instrumented sources; what a test reaches is counted only in the bundle that records it. */
export async function bundle(file, sources, recording) {
  const entry = 'entry of the tests';
  const replaced = new Set();
  const bundler = await rolldown({
    input: entry,
    platform: 'node',
    logLevel: 'silent',
    plugins: [
      {
        name: 'mutants',
        resolveId(source) {
          if (source === entry) return join(root, 'test/mutation/entry.mjs');
          if (source === 'vitest') return standIn;
          return source === 'the mutant' ? join(root, 'test/mutation/mutant.mjs') : undefined;
        },
        load(id) {
          if (id === join(root, 'test/mutation/entry.mjs')) return entryText;

          const text = sources.get(id);
          return text === undefined ? undefined : { code: switched(text, recording), moduleType: 'ts' };
        },
        transform(code, id) {
          if (id === join(root, 'test/all-rules.ts')) {
            replaced.add(id);
            return `import written from '../rules/index.ts';\n${located(code, id).replace(
              /\(await import\(new URL\(`rules\/\$\{id\}\.ts`, root\)\.href\)\)\.default/,
              'written.find((rule) => rule.id === id)',
            )}`;
          }
          return id.includes('node_modules') ? undefined : located(code, id);
        },
      },
    ],
  });
  await bundler.write({ file, format: 'esm', codeSplitting: false, minify: false });
  await bundler.close();
}

const located = (code, id) =>
  code
    .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href))
    .replaceAll('import.meta.dirname', JSON.stringify(dirname(id)));

const entryText = `export { mutant } from 'the mutant';
export { tests } from 'vitest';
export const files = {
${testFiles.map((path) => `  ${JSON.stringify(path)}: () => import(${JSON.stringify(join(root, path))}),`).join('\n')}
};`;

const helpers = `import {
  mutant as mutant_9fa48, hit as hit_9fa48, cover as cover_9fa48, watch as watch_9fa48, fixed as fixed_9fa48, loading as loading_9fa48,
} from 'the mutant';\nloading_9fa48(1);\n`;

const switched = (text, recording) =>
  `${helpers}${recording ? watched(text) : text}\nloading_9fa48(-1);\n`
    .replaceAll(/stryMutAct_9fa48\("(\d+)"\)/g, `(mutant_9fa48.active === $1${recording ? '' : ' && hit_9fa48()'})`)
    .replaceAll(/stryCov_9fa48\(([^)]*)\)/g, (_, ids) => (recording ? `cover_9fa48(${ids.replaceAll('"', '')})` : '0'));
