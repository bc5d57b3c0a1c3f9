import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inYaml } from './in-yaml.mjs';
import { stack } from './stack.mjs';

const corpus = '../shared/corpus';
const count = 297;

/** Templates of 2.7 MB in all: public ones where they are at hand, read where they stand, and otherwise generated. */
export function mixed(folder) {
  return existsSync(join(corpus, 'INDEX.tsv')) ? ofThePublic() : generated(folder);
}

function ofThePublic() {
  const [, ...rows] = readFileSync(join(corpus, 'INDEX.tsv'), 'utf8').trimEnd().split('\n');
  const chosen = rows
    .map((row) => row.split('\t'))
    .map(([path, , , , kind, , , bytes, hash]) => ({ path, kind, bytes: Number(bytes), hash }))
    .filter(({ kind, bytes }) => kind.startsWith('cfn-') && bytes <= 45_000)
    .sort((a, b) => (a.hash < b.hash ? -1 : 1))
    .slice(0, count);
  return {
    origin: 'public',
    paths: chosen.map(({ path }) => join(corpus, path)),
    size: chosen.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

/** Most are small, one in five is JSON, and two in five have neither load balancer nor service. */
export function generated(folder) {
  mkdirSync(folder, { recursive: true });
  let size = 0;
  const paths = Array.from({ length: count }, (_, i) => {
    const services = i % 5 < 2 ? 0 : 1 + (i % 7 === 0 ? i % 11 : 0);
    const template =
      services > 0
        ? stack({ name: `Mixed${i}`, services, resources: 7 + 5 * services + (i % 6), variables: i % 5 })
        : plain(i);
    const [text, extension] = i % 5 === 3 ? [JSON.stringify(template, null, 2), 'json'] : [inYaml(template), 'yaml'];
    const path = join(folder, `template-${i}.${extension}`);
    writeFileSync(path, text);
    size += Buffer.byteLength(text);
    return path;
  });
  return { origin: 'generated', paths, size };
}

function plain(i) {
  const Resources = {};
  for (let n = 0; n < 4 + (i % 23); n++) {
    Resources[`Queue${n}`] = { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 30 + n } };
    Resources[`Alarm${n}`] = {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: {
        Namespace: 'AWS/SQS',
        MetricName: 'ApproximateAgeOfOldestMessage',
        Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [`Queue${n}`, 'QueueName'] } }],
        Statistic: 'Maximum',
        Period: 300,
        EvaluationPeriods: 1,
        Threshold: 900,
        ComparisonOperator: 'GreaterThanThreshold',
      },
    };
  }
  return { Description: `${Object.keys(Resources).length} resources without a load balancer`, Resources };
}
