// Lets a freshly bundled command lint, so that V8 compiles what linting takes, and keeps that in the command's folder.
const { writeFileSync } = require('node:fs');
const { join, resolve } = require('node:path');

const folder = resolve(process.argv[2]);
const { main, compile } = require(join(folder, 'cli.cjs'));

(async () => {
  await main(['fixtures/apps/orders-service.yaml']);
  await main(['--format=json', 'fixtures/sg-target-blocks-health-check/bad-auto-scaling-group.json']);
  writeFileSync(join(folder, 'main.cache'), compile());
  process.exitCode = 0;
})();
