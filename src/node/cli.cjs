#!/usr/bin/env node
'use strict';

// Starts the command from the code that the build compiled, which saves half of the time a small template takes. Where
// this Node is another one than the build's, V8 refuses that and compiles anew.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const vm = require('node:vm');

/** What a run is likely to be about: linting takes much more of the command than a page of its manual. */
function kindOf(words) {
  if (words.some((word) => ['--help', '-h', '--version', '-v'].includes(word))) return 'about';
  return words[0] === 'explain' ? 'explain' : 'lint';
}

/** The code that a kind of run begins with; the build leaves nothing but ASCII in it, and a function around it. */
function load(kind) {
  const file = join(__dirname, kind === 'lint' ? 'main.cjs' : 'about.cjs');
  const script = new vm.Script(readFileSync(file, 'latin1'), { filename: file, cachedData: compiled(kind) });
  const main = { exports: {} };
  script.runInThisContext()(main.exports, require, main, file, __dirname, (specifier) => import(specifier));
  return { main: main.exports.main, compile: () => script.createCachedData() };
}

/** What V8 compiled for runs of this kind. */
function compiled(kind) {
  try {
    return readFileSync(join(__dirname, `${kind}.cache`));
  } catch {
    return undefined;
  }
}

function start(kind, words) {
  const { main } = load(kind);
  if (kind !== 'lint') return main(words, () => start('lint', words));
  // A run is over before much of what V8 would optimise by then is used again: a quarter of the time of 500 resources.
  require('node:v8').setFlagsFromString('--interrupt-budget=2000000');
  return main(words);
}

if (require.main === module) {
  const words = process.argv.slice(2);
  start(kindOf(words), words);
} else module.exports = { load };
