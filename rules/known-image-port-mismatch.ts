import { defineRule, imagePort, isHttp, mayBeProxy, show } from '../src/rule.ts';

export default defineRule({
  id: 'known-image-port-mismatch',
  title: 'a public image listens on another port than the one that is registered',
  status: ['502'],
  during: 'always',
  severity: 'info',
  profile: 'strict',
  why: `
    ECS registers each task with the container port that the service names; \`PortMappings\` do not make a program listen.
    The image is a public one with a port of its own, and nothing in the template changes its configuration. On another
    port nothing listens: the load balancer's connection is answered with a reset, health checks fail, and requests
    become 502.
  `,
  remedy: `
    Name the port that the image listens on in \`ContainerPort\`, both in the task definition and in the service, or
    configure the image to listen on yours.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#http-502-issues',
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html',
    'https://github.com/nginx/docker-nginx/blob/master/stable/debian/Dockerfile',
    'https://github.com/docker-library/tomcat/blob/master/10.1/jdk21/temurin-noble/Dockerfile',
  ],

  over: 'taskTarget',
  check({ targetGroup, taskDefinition, container, attachment }, { need, peek }) {
    if (!isHttp(need(targetGroup.protocol)) || need(taskDefinition.proxied)) return;
    const own = peek(imagePort(container));
    const registered = attachment.containerPort;
    if (own === undefined || own === need(registered)) return;
    // Any variable may be one that the image's start-up script reads.
    if (need(container.environment).size > 0) return;
    if (need(taskDefinition.containers).some((other) => other !== container && mayBeProxy(other))) return;

    const statement = `${show(container.image)} listens on port ${own}, but requests are sent to port ${show(registered)}`;
    return {
      message: `\`${container.id}\`: ${statement}`,
      statement,
      confidence: 'likely',
      at: [registered, 'the load balancer connects here'],
      because: [[container.image, `listens on ${own} as it is shipped`]],
    };
  },
});
