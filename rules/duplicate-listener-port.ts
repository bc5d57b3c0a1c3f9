import { defineRule, show } from '../src/rule.ts';

export default defineRule({
  id: 'duplicate-listener-port',
  title: 'two listeners of one load balancer have the same port',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    A load balancer has one listener for each port, whatever the protocol: HTTP and HTTPS cannot share one. Elastic Load
    Balancing refuses the second listener with DuplicateListener, "A listener with the specified port already exists",
    and the stack rolls back.
  `,
  remedy: `
    Give the second listener a port of its own, or make its actions rules of the first one.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html#API_CreateListener_Errors',
  ],

  over: 'listener',
  check({ listener, siblings }, { need, peek, same }) {
    // Of each pair, the listener whose name comes later is told of the other one. Templates side by side may be
    // alternatives of each other, so that only listeners of one template are sure to meet.
    const others = siblings.filter(({ key, span }) => key < listener.key && span.file === listener.span.file);
    const other = others.find(({ port }) => same(port, listener.port) === true);
    if (!other) {
      for (const { port } of others) [listener.port, port].map(need);
      return;
    }
    const [name, otherName] = listener.id === other.id ? [listener.key, other.key] : [listener.id, other.id];
    const port = peek(listener.port);
    peek(other.port);
    return {
      message: `\`${name}\` and \`${otherName}\` of one load balancer both listen on ${port === undefined ? 'the same port' : `port ${show(listener.port)}`}`,
      at: [listener.port, 'a load balancer takes each port once'],
      because: [[other.port, `\`${otherName}\` has it already`]],
    };
  },
});
