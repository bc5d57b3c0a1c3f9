import { defineRule, map, set, show } from '../src/rule.ts';

export default defineRule({
  id: 'health-check-port-invalid',
  title: 'the port of health checks is neither a port number nor `traffic-port`',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    \`HealthCheckPort\` is a number from 1 to 65535 or the word \`traffic-port\`, in lower case. Elastic Load Balancing
    rejects anything else, and the stack fails.
  `,
  remedy: `
    Leave \`HealthCheckPort\` out, which checks each target on the port it was registered with.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html',
  ],

  over: 'targetGroup',
  check({ targetGroup }, { need }) {
    const port = targetGroup.property('HealthCheckPort');
    if (port.kind === 'defaulted') return;
    const written = need(port) ?? '';
    if (written === 'traffic-port' || (/^\d+$/.test(written) && 1 <= Number(written) && Number(written) <= 65535))
      return;
    return {
      message: `health checks of \`${targetGroup.id}\` are to go to port ${show(port)}, but AWS accepts 1 to 65535 or \`traffic-port\``,
      at: [port, 'no port number, and not `traffic-port`'],
      fix: {
        title: 'check each target on the port it was registered with',
        safety: 'review',
        set: [
          set(
            map(port, (text) => text ?? ''),
            'traffic-port',
          ),
        ],
      },
    };
  },
});
