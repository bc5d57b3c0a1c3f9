import {
  type Ask,
  answersRoot,
  defineRule,
  isHttp,
  type Label,
  type ListenerRule,
  redirectsRoot,
  type TargetGroupUse,
} from '../src/rule.ts';

export default defineRule({
  id: 'health-check-path-root-default-matcher',
  title: 'health checks ask for `/` and accept 200 only, which many applications do not answer there',
  status: ['502', '503', 'deploy'],
  during: 'always',
  severity: 'warning',
  why: `
    Without a path of its own a health check asks for \`/\`, without a session and over the target group's protocol, and
    takes nothing but 200 for healthy; it does not follow redirects. An application that sends \`/\` to a login page or
    to HTTPS, or that answers 401 or 403 there, is never healthy: ECS stops each task after the unhealthy threshold and
    starts another one, and the deployment never ends.
  `,
  remedy: `
    Point \`HealthCheckPath\` at a page that answers 200 without a session, such as \`/health\`. Widening \`Matcher\` to
    3xx also passes an application that redirects to an error page.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#target-not-inservice',
  ],

  over: 'targetGroup',
  check(use, ask) {
    const { need } = ask;
    const { targetGroup } = use;
    const { healthCheck } = targetGroup;
    if (!isHttp(need(targetGroup.protocol)) || need(targetGroup.protocolVersion) === 'GRPC') return;
    if (isEmpty(use)) return;
    if (need(healthCheck.path) !== '/' || need(healthCheck.httpCodes).trim() !== '200') return;

    const evidence = evidenceOf(use, ask);
    if (evidence === 'answers') return;
    const silent = healthCheck.path.kind === 'defaulted' && healthCheck.httpCodes.kind === 'defaulted';
    const at: Label = [
      healthCheck.path,
      silent ? 'health checks ask for `/` and accept 200 only' : 'health checks ask for `/`',
    ];
    const accepts: readonly Label[] = silent ? [] : [[healthCheck.httpCodes, 'only 200 counts as healthy']];
    if (!evidence) {
      const statement =
        'health checks ask for `/` and accept 200 only, which an application that redirects or wants a session does not answer';
      return { message: `\`${targetGroup.id}\`: ${statement}`, statement, severity: 'info', at, because: accepts };
    }
    return {
      message: `health checks of \`${targetGroup.id}\` ask for \`/\` and accept 200 only, but ${evidence.says}`,
      confidence: 'likely',
      at,
      because: [...accepts, evidence.label],
    };
  },
});

/** Where nothing is registered, here or elsewhere, nothing is checked. */
const isEmpty = ({ targetGroup, targets }: TargetGroupUse): boolean =>
  targets.length === 0 && targetGroup.referrers.every(({ type }) => /Listener(Rule)?$/.test(type));

interface Evidence {
  readonly says: string;
  readonly label: Label;
}

/** What is known of the answer to `/`: that it is another one, that it is 200 from every target, or nothing. */
function evidenceOf(
  { targets, rules, targetGroup }: TargetGroupUse,
  { need, peek }: Ask,
): Evidence | 'answers' | undefined {
  const containers = targets.flatMap((target) => (target.kind === 'task' ? [target.container] : []));
  for (const container of containers) {
    const answer = redirectsRoot(container);
    const known = peek(answer);
    // The variables turn plain HTTP away, so a health check over HTTPS passes.
    if (!known || (known.because === 'environment' && need(targetGroup.healthCheck.protocol) === 'HTTPS')) continue;
    const who =
      known.because === 'environment'
        ? `\`${known.name}\` makes \`${container.id}\``
        : `\`${container.id}\` is \`${known.name}\`, which`;
    const does = known.because === 'environment' ? 'answer' : 'answers';
    return { says: `${who} ${does} ${known.status} there`, label: [answer, `answers ${known.status} to \`/\``] };
  }
  const redirect = rules.find((rule) => redirectsRootPath(rule, peek));
  if (redirect)
    return {
      says: `\`${redirect.id}\` redirects \`/\` elsewhere`,
      label: [redirect, 'sends clients from `/` to another page'],
    };
  return containers.length > 0 &&
    containers.length === targets.length &&
    containers.every((container) => peek(answersRoot(container)))
    ? 'answers'
    : undefined;
}

/** A rule that redirects `/` itself, and not everything else with it. */
function redirectsRootPath({ actions, conditions }: ListenerRule, peek: Ask['peek']): boolean {
  const redirects = (peek(actions) ?? []).some(({ redirect }) => {
    const path = redirect && peek(redirect.path);
    return path !== undefined && path !== '/#{path}';
  });
  const wanted = peek(conditions) ?? [];
  return (
    redirects &&
    wanted.length === 1 &&
    wanted.every(({ values }) => (peek(values) ?? []).some((value) => peek(value) === '/'))
  );
}
