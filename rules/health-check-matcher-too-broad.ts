import { defineRule, holdsCode, isHttp, show } from '../src/rule.ts';

export default defineRule({
  id: 'health-check-matcher-too-broad',
  title: 'every client error counts as healthy, so that a broken application passes its health checks',
  status: ['502', '503'],
  during: 'always',
  severity: 'info',
  profile: 'strict',
  why: `
    With all of 400 to 499 among the codes that count as healthy, a health check only proves that something answers. A
    deployment whose routes are gone, or that lost its configuration or its access to others, answers 404 or 403 and is
    healthy: it takes all the requests, the tasks that worked are stopped, and nothing rolls the deployment back.
  `,
  remedy: `
    Point \`HealthCheckPath\` at a page that answers 200 and accept that only. A single code such as 401 or 404 is better
    than all of them.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Matcher.html',
  ],

  over: 'targetGroup',
  check({ targetGroup }, { need }) {
    const { httpCodes } = targetGroup.healthCheck;
    const codes = need(httpCodes);
    for (let code = 400; code <= 499; code++) if (!holdsCode(codes, code)) return;
    if (!isHttp(need(targetGroup.protocol)) || need(targetGroup.protocolVersion) === 'GRPC') return;
    const statement = `every code from 400 to 499 counts as healthy (${show(httpCodes)}), so a broken application passes`;
    return { message: `\`${targetGroup.id}\`: ${statement}`, statement, at: [httpCodes, 'holds 400 to 499'] };
  },
});
