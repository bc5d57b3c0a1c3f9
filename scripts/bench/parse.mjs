// What a program does at least that reads YAML with `yaml`.
import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';

for (const path of process.argv.slice(2)) parseDocument(readFileSync(path, 'utf8'));
