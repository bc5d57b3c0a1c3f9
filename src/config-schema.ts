import { levels } from './levels.ts';
import type { Rule } from './rule.ts';

/** A JSON Schema, of draft 7, which editors understand best. */
export type Schema = Readonly<Record<string, unknown>>;

const path = { type: 'string', pattern: '\\S' };
const oneOrMore = { anyOf: [path, { type: 'array', minItems: 1, items: path }] };
const scalar = { type: ['string', 'number', 'boolean'] };
const mapOf = (values: Schema): Schema => ({ type: 'object', additionalProperties: values });
const seconds = (description: string): Schema => ({ type: 'number', minimum: 0, description });

const closed = (properties: Record<string, Schema>, required: readonly string[] = []): Schema => ({
  type: 'object',
  properties,
  additionalProperties: false,
  ...(required.length > 0 && { required }),
});

/** A section may stand there with nothing in it. */
const section = (description: string, schema: Schema): Schema => ({
  description,
  anyOf: [schema, { type: 'null' }],
});

/** What an editor is told of `alb-lint.yaml`: the same as the reader accepts, which a test proves. */
export function configSchema(rules: readonly Pick<Rule, 'id' | 'title' | 'severity'>[]): Schema {
  const ids = rules.map(({ id }) => id);
  const ruleLevels = rules.map(({ id, title, severity }) => [
    id,
    { enum: levels, description: `Finds that ${title}. Gravest severity: ${severity}.` },
  ]);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'alb-lint.yaml',
    description: 'What alb-lint is to know of your deployment, and what of its findings you choose to live with.',
    ...closed({
      $schema: { type: 'string', pattern: '\\S', description: 'For editors: the address of this schema.' },
      files: section(
        'What to lint when the command line names nothing: files, folders and globs, from the folder of this file.',
        oneOrMore,
      ),
      parameters: section(
        'Values of template parameters, as if given with `--parameter`. A list is joined by commas.',
        mapOf({ $ref: '#/definitions/parameter' }),
      ),
      assume: section(
        'Facts about your applications that no template contains.',
        closed({
          containers: {
            description: 'By the name of the container.',
            ...mapOf(
              closed({
                keepAliveSeconds: seconds('How long the application keeps an idle connection open.'),
                startupSeconds: seconds('How long the application takes until it answers its health check.'),
              }),
            ),
          },
          instances: {
            description: 'By the logical id of the Auto Scaling group, or of the instance.',
            ...mapOf(
              closed({ keepAliveSeconds: seconds('How long the application there keeps an idle connection open.') }),
            ),
          },
        }),
      ),
      stacks: section(
        'Which stacks the templates are deployed as, by name, and what is passed to each.',
        mapOf(
          closed({
            template: {
              ...path,
              description: 'The path of its template, or an end of it. The name of the stack if absent.',
            },
            parameters: {
              description: 'Values of its parameters; `other-stack#Outputs.Name` is what another stack puts out.',
              ...mapOf({ $ref: '#/definitions/parameter' }),
            },
          }),
        ),
      ),
      rules: section(
        'How grave the findings of a rule are, or `off`. Turns on a rule of `--strict`. A path stands for a module of your own rules.',
        {
          type: 'object',
          properties: Object.fromEntries(ruleLevels),
          patternProperties: { [modulePath]: { enum: ['on', ...levels], description: 'A module of your own rules.' } },
          additionalProperties: { enum: levels },
          if: { propertyNames: { not: { pattern: modulePath } } },
          // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema
          then: { propertyNames: { enum: ids } },
        },
      ),
      ignore: section('Findings to live with. They are counted, and fail nothing.', {
        type: 'array',
        items: closed(
          {
            rule: { type: 'string', description: 'The id of the rule.' },
            files: {
              ...oneOrMore,
              description: 'Paths, folders or globs, from the folder of this file. Every file if absent.',
            },
            reason: { type: 'string', pattern: '[\\p{L}\\p{N}]', description: 'Why it is safe to live with this.' },
          },
          ['rule', 'reason'],
        ),
      }),
    }),
    ...onlyOursUnlessListed(ids),
    definitions: {
      parameter: { anyOf: [scalar, { type: 'array', items: { $ref: '#/definitions/parameter' } }] },
    },
  };
}

const modulePath = '^\\.\\.?/';

/** The ids of rules that nobody but the user's modules knows can be no others where there is no module. */
const onlyOursUnlessListed = (ids: readonly string[]): Schema => ({
  if: {
    properties: {
      rules: {
        type: ['object', 'null'],
        description: 'No module of your own rules.',
        propertyNames: { not: { pattern: modulePath } },
      },
    },
  },
  // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema
  then: {
    properties: {
      ignore: {
        type: ['array', 'null'],
        description: 'Findings of our rules alone.',
        items: { type: 'object', properties: { rule: { enum: ids, description: 'The id of the rule.' } } },
      },
    },
  },
});
