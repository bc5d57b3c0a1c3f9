// Times whole processes in alternation with the peers that are installed, and prints the table of the README:
// `npm run bench [-- --runs N] [--only WORDS] [--no-peers] [--update]`. A target that is missed is an exit status of 1.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { write } from './bench/inputs.mjs';
import { measure, profile } from './bench/measure.mjs';
import { peersIn } from './bench/peers.mjs';
import { rows } from './bench/rows.mjs';
import { laps, missed, table } from './bench/table.mjs';
import { bundle, bundleCommand } from './bundle.mjs';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '7' },
    only: { type: 'string', default: '' },
    'no-peers': { type: 'boolean' },
    update: { type: 'boolean' },
  },
});
const rounds = Number(values.runs);

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
if (loadavg()[0] > cpus().length) console.error('the machine is busy with something else: do not trust what follows');
const folder = mkdtempSync(join(tmpdir(), 'alb-lint-bench-'));
try {
  await bundleCommand(folder);
  const plugin = join(folder, 'cdk.cjs');
  await bundle('src/node/cdk-plugin.ts', plugin, 'node');

  const peers = values['no-peers'] ? {} : await peersIn(folder);
  const wanted = ({ work, program }) => program === 'bare Node' || work.includes(values.only);
  const entries = rows({ inputs: write(folder), peers, command: join(folder, 'cli.cjs'), plugin, folder });
  const chosen = entries.filter(wanted);
  const results = measure(chosen, rounds);
  const linting = chosen.filter(({ program, args }) => program === 'alb-lint' && args.includes('--fail-on=never'));
  const profiles = linting.map((entry) => ({ work: entry.work, laps: profile(entry, Math.min(rounds, 3)) }));

  const machine = `Node ${process.versions.node}, ${cpus().length} cores of ${cpus()[0].model.trim()}`;
  const where = `
Where the time of alb-lint goes, in ms, as \`--profile\` tells it:

${laps(profiles)}
`;
  const said = `\`npm run bench\`: ${machine}; medians of ${rounds} or more whole processes in alternation.

${table(results)}
${profiles.length > 0 ? where : ''}`;
  console.log(`\n${said}`);
  if (values.update) update(said);
  for (const line of missed(results)) console.log(line);
  process.exitCode = missed(results).length > 0 ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true });
}

/** Puts what was measured where the README has what was measured before. */
function update(said) {
  const readme = readFileSync('README.md', 'utf8');
  const place = /(?<=<!-- what `npm run bench` printed -->\n).*?(?=\n<!-- end -->)/s;
  writeFileSync(
    'README.md',
    readme.replace(place, () => `\n${said}`),
  );
}
