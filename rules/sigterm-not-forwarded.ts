import { defineRule, isHttp, show, signalForwarding } from '../src/rule.ts';

export default defineRule({
  id: 'sigterm-not-forwarded',
  title: 'a shell may keep SIGTERM from the server',
  status: ['502'],
  during: 'interruption',
  severity: 'info',
  profile: 'strict',
  why: `
    ECS sends SIGTERM to the first process of the container. A shell that waits for the server passes nothing on: the
    server goes on until SIGKILL cuts off what it is doing, and every stop lasts the whole stop timeout. A deploy drains the
    target first, so it is only slow. A Spot interruption or \`ecs stop-task\` does not, and the requests that are cut off
    become 502. Debian's and Ubuntu's \`sh\` waits even for a single command; busybox and bash from 5.1 on give their place to
    the last one, so whether this bites is for the image to say.
  `,
  remedy: `
    Write \`exec\` before the last command of the script: the server then takes the shell's place and gets its signals.
  `,
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html',
    'https://docs.docker.com/reference/build-checks/json-args-recommended/',
  ],

  over: 'taskTarget',
  check({ container, targetGroup }, { need, peek }) {
    if (!isHttp(need(targetGroup.protocol))) return;
    const forwarding = signalForwarding(container);
    const { forwards, program } = peek(forwarding) ?? {};
    if (forwards !== false) return;

    const statement = `\`${program}\` is started by \`sh\` without \`exec\`, which may keep SIGTERM from it until it is killed after ${show(container.stopTimeout, ' s')}`;
    return {
      message: `\`${container.id}\`: ${statement}`,
      statement,
      confidence: 'possible',
      at: [forwarding, 'the shell is the first process and gets the signal'],
      because: [[container.stopTimeout, 'SIGKILL comes this long after SIGTERM']],
    };
  },
});
