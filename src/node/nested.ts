/** How a template names the template of a nested stack. */
export interface NestedStack {
  /** The last segment of its `TemplateURL`. */
  readonly key: string | undefined;
  /** The asset's file, where CDK wrote it beside the resource. */
  readonly asset: string | undefined;
}

const deepest = 1000;

const stackType = 'AWS::CloudFormation::Stack';

/** The nested stacks of a template that CDK synthesised; none where it is no JSON. */
export function nestedIn(text: string): readonly NestedStack[] {
  if (!text.includes(stackType)) return [];
  const resources = fieldOf(parsed(text), 'Resources');
  return Object.values(typeof resources === 'object' && resources !== null ? resources : {})
    .filter((resource) => fieldOf(resource, 'Type') === stackType)
    .map((resource) => {
      const url = textsIn(fieldOf(fieldOf(resource, 'Properties'), 'TemplateURL')).at(-1);
      const asset = fieldOf(fieldOf(resource, 'Metadata'), 'aws:asset:path');
      return {
        key:
          url
            ?.split('/')
            .at(-1)
            ?.replace(/[?#].*$/s, '') || undefined,
        asset: typeof asset === 'string' ? asset : undefined,
      };
    });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}

/** Every text below, in the order in which they are written; none where the reader of templates refuses to go down. */
function textsIn(value: unknown, deep = 0): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || deep > deepest) return [];
  return Object.values(value).flatMap((inner) => textsIn(inner, deep + 1));
}
