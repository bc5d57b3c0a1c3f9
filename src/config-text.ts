import type { Config } from './config.ts';

/** A configuration as YAML that reads back as the same one. */
export function configText({ files, parameters, assume, stacks, modules, levels, ignore }: Config): string {
  const assumed = Object.entries(assume).flatMap(([kind, all]) =>
    all.size === 0
      ? []
      : [[kind, Object.fromEntries([...all].map(([name, facts]) => [name, factsOf(facts)]))] as const],
  );
  const rules = [...modules.map(({ path, level }) => [path, level] as const), ...levels];
  const sections = {
    ...(files.length > 0 && { files }),
    ...(parameters.size > 0 && { parameters: Object.fromEntries(parameters) }),
    ...(assumed.length > 0 && { assume: Object.fromEntries(assumed) }),
    ...(stacks.length > 0 && { stacks: Object.fromEntries(stacks.map(stackOf)) }),
    ...(rules.length > 0 && { rules: Object.fromEntries(rules) }),
    ...(ignore.length > 0 && {
      ignore: ignore.map(({ rule, files, reason }) => ({ rule, ...(files && { files }), reason })),
    }),
  };
  return Object.keys(sections).length === 0 ? '{}\n' : `${lines(sections, '').join('\n')}\n`;
}

const factsOf = (facts: Config['assume']['containers'] extends ReadonlyMap<string, infer F> ? F : never) =>
  Object.fromEntries([...facts].flatMap(([name, value]) => (value.kind === 'unknown' ? [] : [[name, value.value]])));

const stackOf = ({ name, template, parameters }: Config['stacks'][number]) => {
  const passed = [...parameters].map(([key, value]) => [
    key,
    value.kind === 'text' ? value.text : `${value.stack}#Outputs.${value.output}`,
  ]);
  return [name, { template, ...(passed.length > 0 && { parameters: Object.fromEntries(passed) }) }] as const;
};

function lines(value: unknown, indent: string): readonly string[] {
  if (Array.isArray(value))
    return value.flatMap((item) => {
      const [first = '', ...rest] = lines(item, `${indent}  `);
      return [`${indent}- ${first.trimStart()}`, ...rest];
    });
  if (typeof value !== 'object' || value === null) return [`${indent}${JSON.stringify(value)}`];
  return Object.entries(value).flatMap(([key, inner]) => {
    const name =
      /^[A-Za-z][\w-]*$/.test(key) && !/^(?:y|n|yes|no|on|off|true|false|null)$/i.test(key) ? key : JSON.stringify(key);
    const nested = typeof inner === 'object' && inner !== null;
    return nested
      ? [`${indent}${name}:`, ...lines(inner, `${indent}  `)]
      : [`${indent}${name}: ${JSON.stringify(inner)}`];
  });
}
