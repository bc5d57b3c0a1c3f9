import { defineRule, isDistroless } from '../src/rule.ts';

export default defineRule({
  id: 'container-health-check-missing-tool',
  title: "a container's health check runs a program that its image does not contain",
  status: ['502', '503', 'deploy'],
  during: 'always',
  severity: 'info',
  profile: 'strict',
  why: `
    The command of a container's health check runs inside the container, and \`CMD-SHELL\` runs it with the container's
    own shell. A distroless image has neither a shell nor \`curl\` nor \`wget\`: every check fails, the container is
    \`UNHEALTHY\` after its retries, and ECS stops the task and starts another one, although the application works.
  `,
  remedy: `
    Let the application check itself (\`CMD\`, then a program of the image's own), or leave the container's health check
    out: the load balancer checks it anyway.
  `,
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html',
    'https://github.com/GoogleContainerTools/distroless#readme',
  ],

  over: 'taskDefinition',
  check(task, { need }) {
    return need(task.containers).flatMap((container) => {
      const check = need(container.healthCheck);
      if (!check || !need(container.essential) || !need(isDistroless(container))) return [];
      const [how, program] = need(check.command);
      if (!how) return [];
      const runner = need(how);
      const tool = runner === 'CMD' && program ? need(program) : undefined;
      const missing =
        runner === 'CMD-SHELL'
          ? 'a shell'
          : tool && /^(?:\/(?:usr\/)?bin\/)?(?:sh|bash|dash|curl|wget|nc)$/.test(tool)
            ? `\`${tool}\``
            : undefined;
      if (!missing) return [];
      const statement = `the health check of \`${container.id}\` wants ${missing}, which its image does not contain`;
      return {
        message: statement,
        at: [how, `runs ${missing}`] as const,
        because: [[container.image, 'has no shell and no tools'] as const],
      };
    });
  },
});
