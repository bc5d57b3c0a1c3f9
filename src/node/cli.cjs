#!/usr/bin/env node
'use strict';

// Starts the command from the code that the build compiled, which saves half of the time a small template takes. Where
// this Node is another one than the build's, V8 refuses that and compiles anew.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const v8 = require('node:v8');
const vm = require('node:vm');

const file = join(__dirname, 'main.cjs');

/** What V8 compiled for runs like this one: linting takes much more of the command than a page of its manual. */
function compiled(words) {
  const about = words.some((word) => ['--help', '-h', '--version', '-v'].includes(word));
  const kind = about ? 'about' : words[0] === 'explain' ? 'explain' : 'lint';
  try {
    return readFileSync(join(__dirname, `${kind}.cache`));
  } catch {
    return undefined;
  }
}

/** The command; the build leaves nothing but ASCII in it, and a function around it. */
function load(words) {
  const script = new vm.Script(readFileSync(file, 'latin1'), { filename: file, cachedData: compiled(words) });
  const main = { exports: {} };
  script.runInThisContext()(main.exports, require, main, file, __dirname, (specifier) => import(specifier));
  return { main: main.exports.main, compile: () => script.createCachedData() };
}

if (require.main === module) {
  const { main } = load(process.argv.slice(2));
  // A run is over before much of what V8 would optimise by then is used again: a quarter of the time of 500 resources.
  v8.setFlagsFromString('--interrupt-budget=2000000');
  main(process.argv.slice(2));
} else module.exports = { load };
