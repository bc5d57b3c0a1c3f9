import { defineRule, holdsCode, isHttp, redirectsRoot, show } from '../src/rule.ts';

export default defineRule({
  id: 'health-check-https-redirect',
  title: 'the application sends plain HTTP to HTTPS, and health checks speak plain HTTP',
  status: ['502', '503', 'deploy'],
  during: 'always',
  severity: 'warning',
  why: `
    The load balancer ends TLS, so requests reach the application over plain HTTP, with a header that says that the
    client used HTTPS. A health check has no such header: an application that sends plain HTTP to HTTPS answers it with
    a redirect. Health checks do not follow redirects, and 3xx is not among the codes that count as healthy
    (\`Health checks failed with these codes: [301]\`), so no target is ever healthy and ECS replaces each task.
  `,
  remedy: `
    Exempt the health check's path from the redirect in the application (Django: \`SECURE_REDIRECT_EXEMPT\`; Rails:
    \`config.ssl_options\`). As a last resort accept 301 in \`Matcher\`: then a broken application passes as well.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#target-not-inservice',
    'https://docs.djangoproject.com/en/stable/ref/settings/#secure-ssl-redirect',
  ],

  over: 'taskTarget',
  check({ targetGroup, container }, { need, peek }) {
    const { healthCheck, protocolVersion } = targetGroup;
    if (!isHttp(need(targetGroup.protocol)) || need(protocolVersion) === 'GRPC') return;
    // Nothing is known of variables that come from files.
    if (!peek(container.environment)) return;
    const answer = redirectsRoot(container);
    const known = need(answer);
    if (known?.because !== 'environment' || need(healthCheck.protocol) !== 'HTTP') return;
    const codes = need(healthCheck.httpCodes);
    if ([301, 302, 307, 308].some((code) => holdsCode(codes, code))) return;
    // `/` with the default matcher is a rule of its own, which knows this evidence too.
    if (need(healthCheck.path) === '/' && codes.trim() === '200') return;

    return {
      message: `\`${known.name}\` makes \`${container.id}\` send plain HTTP to HTTPS, but health checks speak plain HTTP and take only ${show(healthCheck.httpCodes)} for healthy`,
      confidence: 'possible',
      at: [answer, 'plain HTTP is answered with a redirect'],
      because: [
        [healthCheck.protocol, 'health checks speak plain HTTP'],
        [healthCheck.path, `and ask for ${need(healthCheck.path)}`],
      ],
    };
  },
});
