import { defineRule, show } from '../src/rule.ts';

export default defineRule({
  id: 'awsvpc-host-port-mismatch',
  title: 'a host port differs from its container port in a network mode that knows no difference',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    In \`awsvpc\` and \`host\` mode the container's port is opened as it is, on the task's own network interface or on the
    instance: there is nothing to map. ECS takes a host port only where it repeats the container port and rejects the
    task definition otherwise: "When networkMode=awsvpc, the host ports and container ports in port mappings must match".
  `,
  remedy: `
    Leave \`HostPort\` out. Where another port is to be reached, change the port the application listens on, or choose it
    at the listener: listener port and container port need not be the same.
  `,
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html',
    'https://github.com/aws/amazon-ecs-cli/issues/1014',
  ],
  also: ['cfn-lint E3053'],

  over: 'taskDefinition',
  check({ networkMode, containers }, { need }) {
    if (
      need(containers).every(({ ports }) =>
        need(ports).every(({ writtenHostPort }) => writtenHostPort.kind === 'defaulted'),
      )
    )
      return;
    const mode = need(networkMode);
    if (mode !== 'awsvpc' && mode !== 'host') return;
    return need(containers).flatMap(({ id, ports }) =>
      need(ports).flatMap(({ writtenHostPort, containerPort }) => {
        if (need(writtenHostPort) === undefined || need(writtenHostPort) === need(containerPort)) return [];
        return [
          {
            message: `\`${id}\` maps port ${show(containerPort)} to host port ${show(writtenHostPort)}, which \`${mode}\` mode does not allow`,
            at: [writtenHostPort, `in \`${mode}\` mode only ${need(containerPort)} is accepted here`] as const,
            because: [
              [containerPort, 'the container listens here'] as const,
              [networkMode, 'nothing is mapped in this mode'] as const,
            ],
            // A zero may have stood for "any port", which some clients of the API turn into the container port.
            ...(need(writtenHostPort) === 0 && { confidence: 'likely' as const }),
            fix: {
              title: 'let the host port repeat the container port',
              safety: 'safe' as const,
              set: [{ value: writtenHostPort, to: need(containerPort) }],
            },
          },
        ];
      }),
    );
  },
});
