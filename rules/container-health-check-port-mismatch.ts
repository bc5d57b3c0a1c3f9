import {
  type Ask,
  type Container,
  defineRule,
  imagePort,
  listeningPorts,
  mapsPort,
  mayBeProxy,
  namesRepository,
  type Probe,
  probesOf,
  type TaskDefinition,
  type Value,
} from '../src/rule.ts';

export default defineRule({
  id: 'container-health-check-port-mismatch',
  title: 'a container checks its own health on a port that nothing in the task serves',
  status: ['502', '503', 'deploy'],
  during: 'always',
  severity: 'warning',
  why: `
    The command of a container's health check runs inside the container. Where nothing listens on the port it asks, it
    fails from the first time on: after its retries the container is \`UNHEALTHY\`, and with it the task, if the
    container is essential. ECS deregisters and stops the task and starts another one, although the load balancer's own
    health checks pass: 503 while no task is left, 502 for requests that are cut off, and a deployment that never ends.
  `,
  remedy: `
    Let the command of the health check ask the port that the container listens on, or map the other port too where the
    application really serves it.
  `,
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/healthcheck.html',
  ],

  over: 'taskDefinition',
  check(task, ask) {
    return ask.need(task.containers).flatMap((container) => problemOf(container, task, ask) ?? []);
  },
});

function problemOf(container: Container, task: TaskDefinition, { need, peek }: Ask) {
  const check = need(container.healthCheck);
  if (!check || !need(container.essential) || need(task.proxied)) return;
  // Who maps nothing declares nothing: sidecars and workers do not.
  const own = need(container.ports);
  const stock = peek(imagePort(container));
  if (own.length === 0 || (mayBeProxy(container) && stock === undefined)) return;
  const probes = need(probesOf(check));
  const [probe] = probes;
  if (!probe) return;

  const bridge = need(task.networkMode) === 'bridge' && !runsOnFargate(task, need);
  const others = need(task.containers).filter((other) => other !== container);
  if (!bridge && others.some(mayBeProxy)) return;
  const served = bridge ? own : [container, ...others].flatMap(({ ports }) => need(ports));
  if (probes.some((probe) => served.some((mapping) => need(mapsPort(mapping, need(probe).port))))) return;
  if (probes.some((probe) => mentions(container, need(probe).port, need))) return;
  const { port, path = '' } = need(probe);

  for (const other of bridge ? [container] : [container, ...others]) if (!namesRepository(other)) need(other.image);
  const told = listeningPorts(container);
  const [listens] = peek(told) ?? [];
  const asks = `the health check of \`${container.id}\` asks port ${port}`;
  const at = [probe, `asks port ${port} of its own task`] as const;
  if (listens !== undefined)
    return {
      message: `${asks}, but it is told to listen on ${need(listens)}`,
      confidence: 'likely' as const,
      at,
      because: [[listens, 'told to listen on this'] as const],
    };
  if (stock !== undefined)
    return {
      message: `${asks}, but its image listens on ${stock}`,
      confidence: 'likely' as const,
      at,
      because: [[container.image, `listens on ${stock}`] as const],
    };
  const [mapping] = own;
  if (!mapping || own.length > 1 || !isUsual(port) || /actuator|admin|manage|metrics|q\/health/.test(path)) return;
  const statement = `${asks}, but \`${task.id}\` maps port ${need(mapping.containerPort)} only`;
  return {
    message: statement,
    severity: 'info' as const,
    confidence: 'possible' as const,
    at,
    because: [[mapping.containerPort, 'the only port that is mapped'] as const],
  };
}

/** Fargate knows no bridge, whatever the task definition leaves out. */
const runsOnFargate = ({ compatibilities }: TaskDefinition, need: Ask['need']): boolean =>
  need(compatibilities).some((compatibility) => need(compatibility) === 'FARGATE');

/** Whether the environment or the command speaks of the port, so that somebody knows that it is served. */
function mentions({ environment, command, entryPoint }: Container, port: number, need: Ask['need']): boolean {
  const variables = [...need(environment)].filter(([name]) =>
    /PORT|ADDR|BIND|HOST|LISTEN|OPTIONS|OPTS|UR[IL]/i.test(name),
  );
  const texts: readonly Value<string>[] = [...variables.map(([, text]) => text), ...need(command), ...need(entryPoint)];
  const number = new RegExp(`(?<!\\d)${port}(?!\\d)`);
  return texts.some((text) => number.test(need(text)));
}

/** Ports of applications. Others are as often those of a management interface, which is not mapped on purpose. */
const isUsual = (port: Probe['port']): boolean => [80, 3000, 5000, 8000, 8080].includes(port);
