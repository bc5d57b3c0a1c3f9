import { defineRule, show } from '../src/rule.ts';

export default defineRule({
  id: 'container-name-duplicate',
  title: 'two containers of a task have the same name',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    The service's load balancer, dependencies and links find a container by its name. ECS rejects a task definition that
    uses a name twice: "Container names must be unique within a task definition", and the stack rolls back.
  `,
  remedy: `
    Give every container of the task definition a name of its own.
  `,
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html',
    'https://github.com/Shippable/support/issues/2946',
  ],

  over: 'taskDefinition',
  check({ id, containers }, { need, peek, same }) {
    const all = need(containers);
    const twins = all.flatMap(({ name }, i) => {
      const first = all.slice(0, i).find((other) => same(other.name, name) === true);
      return first ? [{ first: first.name, name }] : [];
    });
    if (twins.length === 0) for (const { name } of all.length > 1 ? all : []) need(name);
    return twins.map(({ first, name }) => {
      const shown = peek(name) === undefined ? 'the same name' : `the name ${show(name)}`;
      return {
        message: `two containers of \`${id}\` have ${shown}, which ECS accepts once`,
        at: [name, 'the name is taken'],
        because: [[first, 'it is the name of this container']],
      };
    });
  },
});
