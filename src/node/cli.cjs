#!/usr/bin/env node
'use strict';

// Starts the command from the code that the build compiled, which saves half of the time a small template takes. Where
// this Node is another one than the build's, V8 refuses that and compiles anew.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const vm = require('node:vm');

const file = join(__dirname, 'main.cjs');

function compiled() {
  try {
    return readFileSync(join(__dirname, 'main.cache'));
  } catch {
    return undefined;
  }
}

// The build leaves nothing but ASCII in it, and calls `__import` where the sources import while they run.
const source = `(function (exports, require, module, __filename, __dirname, __import) {${readFileSync(file, 'latin1')}\n})`;
const script = new vm.Script(source, { filename: file, cachedData: compiled() });
const main = { exports: {} };
script.runInThisContext()(main.exports, require, main, file, __dirname, (specifier) => import(specifier));

if (require.main === module) main.exports.main(process.argv.slice(2));
else module.exports = { main: main.exports.main, compile: () => script.createCachedData() };
