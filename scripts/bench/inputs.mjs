// Writes what the benchmark reads into a folder: `node scripts/bench/inputs.mjs FOLDER`.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Manifest } from '@aws-cdk/cloud-assembly-schema';
import { inYaml } from './in-yaml.mjs';
import { mixed } from './mixed.mjs';
import { stack } from './stack.mjs';

/** One service in twenty of the large templates is faulty, which one finding says. */
const faulty = (i) => i % 20 === 7;

/** How many stacks the assemblies hold, each of 500 resources. */
export const sizes = [50, 100, 200];

/** One service as a person writes it, in YAML of 6.8 KB. */
export function small() {
  const service = readFileSync(new URL('../../fixtures/apps/orders-service.yaml', import.meta.url), 'utf8');
  const scaling = readFileSync(new URL('scaling.yaml', import.meta.url), 'utf8');
  return service.replace('\nOutputs:', () => `\n${scaling}\nOutputs:`);
}

/** 497 resources with 98 services, in JSON of 521 KB as CDK indents it. */
export const json = () => JSON.stringify(stack({ services: 98, resources: 497, variables: 16, faulty }), null, 1);

/** 500 resources with 98 services, in YAML of 590 KB with short tags. */
export const yaml = () => inYaml(stack({ services: 98, resources: 500, variables: 39, faulty }));

/** What stands in the folder of an assembly: its manifest is left to `write`. */
export const stacks = (count) =>
  Array.from({ length: count }, (_, i) => {
    const use = i > 0 ? { 'Fn::ImportValue': `Stack${i - 1}:ClusterArn` } : undefined;
    return stack({ name: `Stack${i}`, services: 20, resources: 500, variables: 3, faulty, use });
  });

/** Writes all of it, and says where each is and how long it is. */
export function write(folder) {
  mkdirSync(folder, { recursive: true });
  const put = (name, text) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return { path, size: Buffer.byteLength(text) };
  };
  return {
    small: put('service.yaml', small()),
    json: put('large.template.json', json()),
    yaml: put('large.yaml', yaml()),
    mixed: mixed(join(folder, 'mixed')),
    assemblies: sizes.map((count) => assembly(join(folder, `assembly-${count}`), count)),
  };
}

function assembly(path, count) {
  mkdirSync(path, { recursive: true });
  const artifacts = {};
  let size = 0;
  for (const [i, template] of stacks(count).entries()) {
    const text = JSON.stringify(template, null, 1);
    const templateFile = `Stack${i}.template.json`;
    writeFileSync(join(path, templateFile), text);
    size += text.length;
    artifacts[`Stack${i}`] = {
      type: 'aws:cloudformation:stack',
      environment: 'aws://111122223333/eu-west-1',
      properties: { templateFile },
      ...(i > 0 && { dependencies: [`Stack${i - 1}`] }),
    };
  }
  Manifest.saveAssemblyManifest({ version: Manifest.version(), artifacts }, join(path, 'manifest.json'));
  return { path, size, count };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { assemblies, ...one } = write(process.argv[2]);
  for (const { path, paths, size } of [...Object.values(one), ...assemblies])
    console.log(`${String(size).padStart(9)}  ${path ?? `${paths.length} files: ${paths[0]} …`}`);
}
