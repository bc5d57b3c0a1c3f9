import { defineRule, holdsCode, isHttp, set, show } from '../src/rule.ts';

export default defineRule({
  id: 'health-check-management-port',
  title: 'health checks ask the application for a page that it serves on its management port',
  status: ['502', '503', 'deploy'],
  during: 'always',
  severity: 'warning',
  why: `
    With \`MANAGEMENT_SERVER_PORT\` a Spring Boot application serves \`/actuator\` on that port and no longer on the port
    for requests, where it answers 404. Health checks that go to the port for requests never see anything else: each
    target becomes unhealthy, ECS stops the task and starts another one, and the deployment never ends.
  `,
  remedy: `
    Set \`HealthCheckPort\` to the management port and open it in the target's security group for the load balancer, or
    leave \`MANAGEMENT_SERVER_PORT\` out.
  `,
  references: [
    'https://docs.spring.io/spring-boot/reference/actuator/monitoring.html#actuator.monitoring.customizing-management-server-port',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html',
  ],

  over: 'taskTarget',
  check({ targetGroup, taskDefinition, attachment, container }, { need, peek }) {
    if (!isHttp(need(targetGroup.protocol))) return;
    const { healthCheck } = targetGroup;
    if (need(healthCheck.port) !== 'traffic-port' || !/^\/actuator\b/.test(need(healthCheck.path))) return;
    // Nothing is known of variables that come from files.
    const environment = peek(container.environment);
    const management = environment?.get('MANAGEMENT_SERVER_PORT');
    // A path that is served on the port for requests as well, or another one for all of them.
    if (
      !environment ||
      !management ||
      [...environment.keys()].some((name) => /^MANAGEMENT_.*(BASE_?PATH|ADDITIONAL_?PATHS?)$/i.test(name))
    )
      return;
    const port = Number(need(management));
    const served = need(attachment.containerPort);
    if (!Number.isInteger(port) || port < 1 || port === served || holdsCode(need(healthCheck.httpCodes), 404)) return;

    const reachable = need(taskDefinition.networkMode) !== 'bridge';
    return {
      message: `health checks ask for ${show(healthCheck.path)} on port ${show(attachment.containerPort)}, but \`${container.id}\` serves it on its management port ${show(management)}`,
      confidence: 'likely',
      at: [healthCheck.path, `asked for on port ${served}`],
      because: [[management, 'served on this port only']],
      ...(reachable && {
        fix: {
          title: 'check the management port, which the security group has to admit too',
          safety: 'review' as const,
          set: [set(healthCheck.port, port)],
        },
      }),
    };
  },
});
