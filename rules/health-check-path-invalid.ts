import { defineRule, isHttp, type Problem, set, show, type Value } from '../src/rule.ts';

export default defineRule({
  id: 'health-check-path-invalid',
  title: 'the path of health checks is none that can be requested',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    \`HealthCheckPath\` is a path with an optional query, as a browser sends it: it begins with \`/\`, has at most 1024
    characters and no spaces. Elastic Load Balancing rejects one without \`/\` or one that is too long, and the stack
    fails. A fragment (\`#…\`) never reaches a server, so what is asked for is not what was meant, and every target stays
    unhealthy with 404.
  `,
  remedy: `
    Write the path alone, from its first \`/\`: no scheme, no host name, no spaces (\`%20\` stands for one). For gRPC it is
    \`/package.service/method\`.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html',
  ],

  over: 'targetGroup',
  check({ targetGroup }, { need }) {
    const { path } = targetGroup.healthCheck;
    if (path.kind === 'defaulted') return;
    if (need(targetGroup.targetType) !== 'lambda' && !isHttp(need(targetGroup.protocol))) return;
    const written = need(path);
    const asked = `health checks of \`${targetGroup.id}\` ask for ${shortened(path, written)}`;
    if (/^https?:\/\//i.test(written)) {
      const rest = written.replace(/^https?:\/\/[^/?#]*/i, '');
      return {
        message: `${asked}, but AWS takes a path without scheme and host name`,
        at: [path, 'a whole URL'],
        fix: prefixed(path, rest.startsWith('/') ? rest : `/${rest}`),
      };
    }
    if (!written.startsWith('/'))
      return {
        message: `${asked}, but AWS takes only a path that begins with \`/\``,
        at: [path, 'begins without `/`'],
        fix: prefixed(path, `/${written}`),
      };
    if (written.length > 1024)
      return {
        message: `the health check path of \`${targetGroup.id}\` has ${written.length} characters, but AWS takes at most 1024`,
        at: [path, `${written.length} characters`],
      };
    const odd = /[\s#]/.exec(written)?.[0];
    if (odd === undefined) return;
    return {
      message: `${asked}, but ${odd === '#' ? 'what follows `#` never reaches a server' : 'a path holds no spaces'}`,
      severity: 'warning',
      confidence: 'likely',
      status: ['502', '503', 'deploy'],
      at: [path, odd === '#' ? 'a fragment is for browsers' : 'a space is written `%20`'],
    };
  },
});

const prefixed = (path: Value<string>, to: string): NonNullable<Problem['fix']> => ({
  title: `ask for ${to.length > 40 ? 'the path alone' : to}`,
  safety: 'safe',
  set: [set(path, to)],
});

const shortened = (path: Value<string>, written: string): string =>
  written.length > 60 ? `${written.slice(0, 59)}…` : show(path);
