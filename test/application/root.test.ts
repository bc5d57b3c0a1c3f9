import { describe, expect, it } from 'vitest';
import { answersRoot, redirectsRoot } from '../../src/application/root.ts';
import { textOf } from '../../src/source/file.ts';
import { container, type Said, unknown } from './container.ts';

const says = (said: Said): string => {
  const of = container(said);
  const [away, here] = [redirectsRoot(of), answersRoot(of)];
  if (away.kind === 'unknown') return `unknown ${away.reason.name}`;
  if (away.value) return `${away.value.status} by ${away.value.name} at ${textOf(away.span)}`;
  return here.kind !== 'unknown' && here.value
    ? `${here.value.status} by ${here.value.name} at ${textOf(here.span)}`
    : 'nothing';
};

describe('what / answers without a session', () => {
  it.each<[string, Said, string]>([
    ['a switch that is on', { environment: { SECURE_SSL_REDIRECT: 'True' } }, '301 by SECURE_SSL_REDIRECT at True'],
    ['a switch that is 1', { environment: { FORCE_SSL: '1' } }, '301 by FORCE_SSL at 1'],
    ['a switch that is off', { environment: { FORCE_SSL: 'false' } }, 'nothing'],
    [
      'a switch with exemptions',
      { environment: { SECURE_SSL_REDIRECT: 'true', SECURE_REDIRECT_EXEMPT: '^health' } },
      'nothing',
    ],
    ['a switch nobody knows', { environment: { FORCE_HTTPS: unknown('P') } }, 'unknown P'],
    [
      'one that is on and one nobody knows',
      { environment: { FORCE_SSL: unknown('P'), FORCE_HTTPS: 'on' } },
      '301 by FORCE_HTTPS at on',
    ],
    ['a name that only contains a switch’s', { environment: { NO_FORCE_SSL: 'true' } }, 'nothing'],
    ['an environment nobody knows', { environment: unknown('P') }, 'unknown P'],
    ['Grafana', { image: 'grafana/grafana:11.1.0' }, '302 by grafana/grafana at grafana/grafana:11.1.0'],
    [
      'Grafana for everybody',
      { image: 'grafana/grafana', environment: { GF_AUTH_ANONYMOUS_ENABLED: 'true' } },
      'nothing',
    ],
    [
      'Grafana with its data elsewhere',
      { image: 'grafana/grafana', mountPoints: ['/var/lib/grafana'] },
      '302 by grafana/grafana at grafana/grafana',
    ],
    [
      'Grafana with another configuration',
      { image: 'grafana/grafana', mountPoints: ['/etc/grafana/grafana.ini'] },
      'nothing',
    ],
    ['Grafana with another configuration folder', { image: 'grafana/grafana', mountPoints: ['/etc'] }, 'nothing'],
    [
      'Keycloak',
      { image: 'quay.io/keycloak/keycloak:26.0.0', command: ['start', '--optimized'] },
      '302 by quay.io/keycloak/keycloak at quay.io/keycloak/keycloak:26.0.0',
    ],
    ['Keycloak with a welcome page', { image: 'quay.io/keycloak/keycloak:25.0', command: ['start'] }, 'nothing'],
    [
      'Keycloak below a path',
      { image: 'quay.io/keycloak/keycloak:26.0', environment: { KC_HTTP_RELATIVE_PATH: '/auth' } },
      'nothing',
    ],
    ['Keycloak of an unknown version', { image: ['quay.io/keycloak/keycloak:', unknown('V')] }, 'nothing'],
    ['Jenkins', { image: 'jenkins/jenkins:lts-jdk17' }, '403 by jenkins/jenkins at jenkins/jenkins:lts-jdk17'],
    [
      'Jenkins without its set-up',
      { image: 'jenkins/jenkins', environment: { JAVA_OPTS: '-Djenkins.install.runSetupWizard=false' } },
      'nothing',
    ],
    ['WordPress', { image: 'wordpress:6' }, '302 by wordpress at wordpress:6'],
    ['WordPress behind nginx', { image: 'wordpress:6-fpm' }, 'nothing'],
    [
      'WordPress with settings of one’s own',
      { image: 'wordpress', environment: { WORDPRESS_CONFIG_EXTRA: 'x' } },
      'nothing',
    ],
    ['Redash', { image: 'redash/redash:10.1.0', command: ['server'] }, '302 by redash/redash at redash/redash:10.1.0'],
    ['a Redash worker', { image: 'redash/redash:10.1.0', command: ['worker'] }, 'nothing'],
    [
      'JupyterHub',
      { image: 'quay.io/jupyterhub/jupyterhub:5' },
      '302 by quay.io/jupyterhub/jupyterhub at quay.io/jupyterhub/jupyterhub:5',
    ],
    ['nginx', { image: 'public.ecr.aws/nginx/nginx:latest' }, '200 by nginx at public.ecr.aws/nginx/nginx:latest'],
    ['nginx with other pages', { image: 'nginx', mountPoints: ['/usr/share/nginx/html'] }, 'nothing'],
    ['nginx in an image of one’s own', { image: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/nginx' }, 'nothing'],
    ['nginx that is something else', { image: 'nginx', command: ['sleep', '10'] }, 'nothing'],
    ['httpd', { image: 'httpd:2.4' }, '200 by httpd at httpd:2.4'],
    [
      'the sample of Amazon ECS',
      { image: 'amazon/amazon-ecs-sample' },
      '200 by amazon/amazon-ecs-sample at amazon/amazon-ecs-sample',
    ],
    [
      'the sample from ECR Public',
      { image: 'public.ecr.aws/ecs-sample-image/amazon-ecs-sample:latest' },
      '200 by public.ecr.aws/ecs-sample-image/amazon-ecs-sample at public.ecr.aws/ecs-sample-image/amazon-ecs-sample:latest',
    ],
    [
      'the sample of the Amazon ECS documentation',
      {
        image: 'httpd:2.4',
        entryPoint: ['sh', '-c'],
        command: [`/bin/sh -c "echo '<html>' > /usr/local/apache2/htdocs/index.html && httpd-foreground"`],
      },
      '200 by httpd at httpd:2.4',
    ],
    [
      'nginxdemos/hello',
      { image: 'nginxdemos/hello:plain-text' },
      '200 by nginxdemos/hello at nginxdemos/hello:plain-text',
    ],
    [
      'Docker’s tutorial',
      { image: 'docker/getting-started' },
      '200 by docker/getting-started at docker/getting-started',
    ],
    ['whoami', { image: 'traefik/whoami' }, '200 by traefik/whoami at traefik/whoami'],
    ['anything else', { image: 'example/app' }, 'nothing'],
  ])('%s', (_, said, answer) => {
    expect(says(said)).toBe(answer);
  });
});
