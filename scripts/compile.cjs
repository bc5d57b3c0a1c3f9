// Lets a freshly bundled command run, so that V8 compiles what its runs take, and keeps that in the command's folder:
// `node compile.cjs <folder> <about | explain | lint>`.
const { writeFileSync } = require('node:fs');
const { join, resolve } = require('node:path');
const v8 = require('node:v8');

// V8 takes code only under the flags it was compiled under, and a run sets some once it has it.
v8.setFlagsFromString = () => {};

const [, , folder, kind] = process.argv;
const runs = {
  about: [['--version'], ['--help']],
  explain: [
    ['explain', '504'],
    ['explain', 'sg-target-blocks-health-check'],
  ],
  lint: [
    ['fixtures/apps/orders-service.yaml'],
    ['--format=json', 'fixtures/sg-target-blocks-health-check/bad-auto-scaling-group.json'],
  ],
};

(async () => {
  const { main, compile } = require(join(resolve(folder), 'cli.cjs')).load(kind);
  for (const words of runs[kind]) await main(words);
  writeFileSync(join(folder, `${kind}.cache`), compile());
  process.exitCode = 0;
})();
