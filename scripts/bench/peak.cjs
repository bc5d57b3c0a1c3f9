// Loaded before a program of Node: says the most memory it had, when it ends.
const { readFileSync } = require('node:fs');

process.on('exit', () => {
  // What the system calls maximum resident is at least that of the process which started this one; this is its own.
  const own = process.platform === 'linux' && /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'latin1'))?.[1];
  process.stderr.write(`\npeak ${own || process.resourceUsage().maxRSS} KiB\n`);
});
