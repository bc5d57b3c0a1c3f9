import type { Container } from '../../src/graph/ecs.ts';
import type { SourceFile } from '../../src/source/file.ts';
import type { Known, Unknown, Value } from '../../src/value.ts';

/** A text, or a text with holes: `['nginx:', unknown('Tag')]`. */
export type Text = string | Unknown | readonly (string | Unknown)[];

export interface Said {
  readonly image?: Text;
  readonly entryPoint?: readonly Text[] | Unknown;
  readonly command?: readonly Text[] | Unknown;
  readonly environment?: Readonly<Record<string, Text>> | Unknown;
  readonly dockerLabels?: Readonly<Record<string, string>>;
  readonly mountPoints?: readonly string[];
  readonly stated?: Readonly<Record<string, number>>;
}

/** A parameter without a value. */
export function unknown(name: string): Unknown {
  return { kind: 'unknown', reason: { kind: 'parameter', name }, symbol: `parameter:${name}`, span: nowhere, via: [] };
}

const empty: SourceFile = { path: 'task.yaml', text: '' };
const nowhere = { file: empty, start: 0, end: 0 };

/** A container in which every text has its own line in a file, so that spans can be read back. */
export function container(said: Said): Container {
  const texts: Text[] = [];
  const collect = (text: Text): Text => {
    texts.push(text);
    return text;
  };
  const isUnknown = (value: unknown): value is Unknown =>
    typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'unknown';
  collect(said.image ?? '123456789012.dkr.ecr.eu-west-1.amazonaws.com/app:1');
  for (const list of [said.entryPoint, said.command]) if (list && !isUnknown(list)) list.forEach(collect);
  if (said.environment && !isUnknown(said.environment)) Object.values(said.environment).forEach(collect);
  Object.values(said.dockerLabels ?? {}).forEach(collect);

  const shown = (text: Text): string =>
    typeof text === 'string'
      ? text
      : isUnknown(text)
        ? '?'
        : text.map((piece) => (typeof piece === 'string' ? piece : '?')).join('');
  const file: SourceFile = { path: 'task.yaml', text: texts.map(shown).join('\n') };
  let offset = 0;
  const known = <T>(value: T, span = { file, start: 0, end: 0 }): Known<T> => ({ kind: 'known', value, span, via: [] });
  const place = (text: Text): Value<string> => {
    const span = { file, start: offset, end: offset + shown(text).length };
    offset = span.end + 1;
    if (isUnknown(text)) return { ...text, span };
    if (typeof text === 'string') return { ...known(text, span), slot: () => ({ span, write: String }) };
    const symbol = text.map((piece) => (typeof piece === 'string' ? piece : piece.symbol)).join('+');
    const first = text.find(isUnknown) ?? unknown('nothing');
    return { ...first, symbol, span, parts: text };
  };
  const list = (value: readonly Text[] | Unknown | undefined): Value<readonly Value<string>[]> =>
    value === undefined
      ? { ...known([]), kind: 'defaulted', docs: 'https://docs.aws.amazon.com/' }
      : isUnknown(value)
        ? value
        : known(value.map(place));
  const record = (
    value: Readonly<Record<string, Text>> | Unknown | undefined,
  ): Value<ReadonlyMap<string, Value<string>>> =>
    isUnknown(value) ? value : known(new Map(Object.entries(value ?? {}).map(([name, text]) => [name, place(text)])));

  return {
    id: 'app',
    type: 'container',
    span: { file, start: 0, end: file.text.length },
    name: known('app'),
    image: place(texts[0] ?? ''),
    essential: known(true),
    entryPoint: list(said.entryPoint),
    command: list(said.command),
    environment: record(said.environment),
    ports: known([]),
    stopTimeout: known(30),
    dockerLabels: record(said.dockerLabels),
    healthCheck: known(undefined),
    dependencies: known([]),
    startTimeout: known(undefined),
    links: known([]),
    ...(said.mountPoints ? { mountPoints: known(said.mountPoints.map((path) => known(path))) } : {}),
    stated: new Map(Object.entries(said.stated ?? {}).map(([key, value]) => [key, known(value)])),
  };
}
