import type { Container, TaskDefinition } from '../graph/ecs.ts';
import { derived, type Value } from '../value.ts';
import { processOf } from './command.ts';
import { isOfficial } from './image.ts';
import { unknowable } from './unknowable.ts';

/** Programs that end before the next command of a script starts, and leave nothing behind that listens. */
const passing = new Set(
  (
    'echo printf sleep date true false : cd pwd env printenv export unset set ulimit umask test [ mkdir chmod chown cp mv rm ' +
    'ln touch cat sed grep awk tee envsubst curl wget aws ls id whoami python python3 pip pip3 node npm npx yarn pnpm bundle ' +
    'rake rails alembic flask django-admin manage.py php composer poetry pipenv uv prisma knex sequelize typeorm flyway ' +
    'liquibase dockerize wait-for wait-for-it wait-for-it.sh collectstatic trap'
  ).split(' '),
);

/**
 * Whether the program that a command starts last is the only one that may listen in its container: a script that starts
 * nginx first has another server in front of it. True where the image decides what runs.
 */
export function runsAlone(container: Container): Value<boolean> {
  const process = processOf(container);
  if (process.kind === 'unknown') return process;
  const steps = (process.value?.shells ?? []).flatMap((shell) => shell.before.map((step) => ({ shell, ...step })));
  const other = steps.find(({ program }) => program === undefined || !(passing.has(program) || program.includes('=')));
  if (other) return unknowable(container, 'command', other.shell);
  return { kind: 'known', value: true, span: container.span, via: process.via };
}

/**
 * Whether there is nothing that could pass requests on to a container's loopback address. The entry point that an image
 * brings along may start a proxy before the command; those of Docker's official images end in `exec "$@"`, if they have
 * one. In `awsvpc` mode the containers of a task share that address, in `host` mode all that runs on the instance does.
 */
export function hasNothingBeside(
  container: Container,
  { networkMode, containers }: Pick<TaskDefinition, 'networkMode' | 'containers'>,
): Value<boolean> {
  const { entryPoint, image } = container;
  const alone = runsAlone(container);
  if (alone.kind === 'unknown') return alone;
  if (entryPoint.kind === 'unknown') return entryPoint;
  if (networkMode.kind === 'unknown') return networkMode;
  if (containers.kind === 'unknown') return containers;
  const given = entryPoint.value.length > 0 || isOfficial(image);
  const apart = networkMode.value === 'bridge' || (networkMode.value === 'awsvpc' && containers.value.length === 1);
  return derived(given && apart, container.span, [alone, entryPoint, image, networkMode, containers]);
}
