import type { SourceFile } from '../source/file.ts';
import { mayBeEcs } from './ecs/recognise.ts';
import { byPath, mayBeTemplate, type SourcesGiven } from './sources.ts';

/** Files that may have to do with each other, and with none but each other. */
export type Part = readonly SourceFile[];

/**
 * Files told apart by a cheap look at their texts, so that each part can be read, checked and forgotten before the next:
 * what nests, includes, imports, exports or leaves with Systems Manager stays together, and files of Amazon ECS keep
 * everything together, since they and templates know each other by names. Files that were found rather than named and can
 * neither hold a load balancer nor what stands behind one are in no part: `taken` hears of them.
 */
export function partsOf(files: readonly SourceFile[], given: SourcesGiven): readonly Part[] {
  const sorted = [...files].sort(byPath);
  if (given.taskDefinitions?.size || sorted.some((file) => mayBeEcs(file) && !isWholeTemplate(file))) return [sorted];
  const nesting = sorted.filter(({ text }) => nests.test(text));
  const takes = sorted.some(({ text }) => text.includes('GetStackOutput'));
  const stores = sorted.some(({ text }) => writes.test(text)) && sorted.some(({ text }) => readsStored(text));
  const isLinked = (file: SourceFile): boolean =>
    nests.test(file.text) ||
    exchanges.test(file.text) ||
    (takes && file.text.includes('Outputs')) ||
    (stores && (writes.test(file.text) || readsStored(file.text))) ||
    // In a cloud assembly a nested stack's template may go by its hash.
    (nesting.length > 0 && given.assetOf !== undefined) ||
    nesting.some(({ text }) => text.includes(stemOf(file)));
  const linked = sorted.filter(isLinked);
  const known = new Set(linked);
  return sorted.flatMap((file): readonly Part[] => {
    if (file === linked[0]) return [linked];
    if (known.has(file)) return [];
    if (!given.found?.has(file) || !mayBeTemplate(file) || relevant.test(file.text)) return [[file]];
    given.taken?.(file, 'a template, left out: it names no load balancer and nothing of Amazon ECS');
    return [];
  });
}

/** What puts one file inside another, by its path or a URL. */
const nests = /CloudFormation::Stack|Serverless::Application|AWS::Include/;

/** What passes values from one stack to another. */
const exchanges = /ImportValue|GetStackOutput|Export\b/;

/** What leaves a value in the Parameter Store. */
const writes = /AWS::SSM::Parameter(?!::)/;

/**
 * Whether a template reads what another one may have left there. What begins with `aws` is AWS's own, and every template
 * of CDK reads how its account was prepared.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html
 */
function readsStored(text: string): boolean {
  if (text.includes('resolve:ssm:')) return true;
  const read = text.split('SSM::Parameter::Value').length - 1;
  return read > 0 && read > [...text.matchAll(ofOthers)].length;
}

const ofOthers = /Default["']?\s*:\s*["']?\/(?:aws|cdk-bootstrap)\//g;

/** The name of a file as paths and URLs have it, which expressions may put its extension to. */
const stemOf = ({ path }: SourceFile): string => /([^/\\]*?)(?:\.[^./\\]*)?$/.exec(path)?.[1] ?? path;

/** What has to do with load balancers, their types and what registers with them among it, or says something to us. */
const relevant = /LoadBalanc|TargetGroup|AWS::ECS|alb-lint/i;

const isWholeTemplate = (file: SourceFile): boolean => mayBeTemplate(file) && /^[{"' \t]*Resources\b/m.test(file.text);
