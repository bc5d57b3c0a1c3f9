import { type Ask, defineRule, holdsCode, isHttp, type TaskTarget, type Value } from '../src/rule.ts';

export default defineRule({
  id: 'health-check-host-header',
  title: 'the application answers only requests for certain host names, and health checks use none of them',
  status: ['502', '503', 'deploy'],
  during: 'always',
  severity: 'warning',
  why: `
    The \`Host\` header of a health check is the target's private IP address and the port, not the name that clients use.
    An application with a list of allowed hosts answers it with 400, or with 403, which does not count as healthy: no
    target is ever healthy, ECS stops each task and starts another one, and until then the load balancer fails open and
    hides it.
  `,
  remedy: `
    Answer the health check's path before the host is looked at, or add the task's own address to the list when the
    application starts (\`ECS_CONTAINER_METADATA_URI_V4\` tells it).
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#target-not-inservice',
    'https://docs.djangoproject.com/en/stable/ref/settings/#allowed-hosts',
    'https://learn.microsoft.com/aspnet/core/fundamentals/servers/kestrel/host-filtering',
  ],

  over: 'taskTarget',
  check(target, { need, peek }) {
    const { targetGroup, container } = target;
    if (!isHttp(need(targetGroup.protocol)) || need(targetGroup.protocolVersion) === 'GRPC') return;
    const codes = need(targetGroup.healthCheck.httpCodes);
    if (holdsCode(codes, 400) || holdsCode(codes, 403)) return;
    const list = allowedHosts(target, peek);
    if (!list) return;
    const [name, value] = list;
    const hosts = need(value).trim();
    if (hosts === '' || hosts.includes('*') || hasAddress(hosts)) return;

    return {
      message: `\`${container.id}\` answers requests for the hosts of \`${name}\` only, but health checks ask for its IP address`,
      confidence: 'likely',
      at: [value, 'the only hosts that are answered'],
      because: [
        [targetGroup.healthCheck.path, `health checks ask for ${need(targetGroup.healthCheck.path)} at the IP address`],
        [targetGroup.healthCheck.httpCodes, `and take ${codes} for healthy`],
      ],
    };
  },
});

/** Of Django, Rails and Symfony by custom, of ASP.NET Core by name. */
const names = ['ALLOWED_HOSTS', 'DJANGO_ALLOWED_HOSTS', 'RAILS_ALLOWED_HOSTS', 'TRUSTED_HOSTS', 'AllowedHosts'];

function allowedHosts({ container }: TaskTarget, peek: Ask['peek']): readonly [string, Value<string>] | undefined {
  // Nothing is known of variables that come from files.
  const environment = peek(container.environment);
  for (const name of names) {
    const value = environment?.get(name);
    if (value) return [name, value];
  }
  return undefined;
}

/** An address other than the task's own loopback shows that somebody thought of health checks. */
const hasAddress = (hosts: string): boolean =>
  [...hosts.matchAll(/\b\d{1,3}(?:\\?\.\d{1,3}){1,3}\b/g)].some(([address]) => !/^(?:127|0)\b/.test(address)) ||
  /\/\d{1,3}\b/.test(hosts);
