import { defineRule } from '../src/rule.ts';

export default defineRule({
  id: 'lambda-target-large-payload-route',
  title: 'a path that by its name carries files leads to a function, which takes and gives 1 MB at most',
  status: ['413', '502'],
  during: 'always',
  severity: 'info',
  profile: 'strict',
  why: `
    A load balancer hands a request to a function as one JSON document and takes one back. A request body above 1 MB is
    answered with 413 before the function is invoked, a response above 1 MB with 502 (\`LambdaResponseTooLarge\` in the
    access log). Binary content counts in Base64, which is a third longer.
  `,
  remedy: `
    Let clients exchange files with Amazon S3 by presigned URLs, or send this path to targets that are no functions.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html',
  ],

  over: 'route',
  check({ rule, targetGroup }, { need, peek }) {
    if (!rule) return;
    if ((peek(targetGroup.targetType) ?? 'lambda') !== 'lambda') return;
    const paths = need(rule.conditions).filter(({ field }) => need(field) === 'path-pattern');
    const named = paths.flatMap(({ values }) => need(values)).find((value) => carriesFiles.test(need(value)));
    if (!named) return;
    need(targetGroup.targetType);
    const path = need(named);
    return {
      message: `\`${path}\` leads to the function of \`${targetGroup.id}\`, which takes requests and gives responses of up to 1 MB`,
      confidence: 'possible',
      at: [named, 'carries files, by its name'],
      because: [[targetGroup.targetType, 'at most 1 MB either way']],
    };
  },
});

const carriesFiles = /(^|[/_-])(uploads?|downloads?|files?|attachments?|exports?)([/_.*?-]|$)/i;
