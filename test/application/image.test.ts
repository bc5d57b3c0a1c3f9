import { expect, it } from 'vitest';
import { imageOf, majorVersion } from '../../src/application/image.ts';
import { container, type Text, unknown } from './container.ts';

const read = (image: Text): string => {
  const value = imageOf(container({ image }).image);
  if (value.kind === 'unknown') return `unknown ${value.reason.name}`;
  const { registry, repository, name, tag, digest } = value.value;
  const shown = (piece: typeof tag): string => (typeof piece === 'object' ? '?' : (piece ?? ''));
  return `${registry} ${repository} (${name ?? 'custom'}) ${shown(tag)} ${shown(digest)}`.trim();
};

it.each<[Text, string]>([
  ['nginx', 'docker.io nginx (nginx)'],
  ['nginx:1.27', 'docker.io nginx (nginx) 1.27'],
  ['library/nginx', 'docker.io library/nginx (nginx)'],
  ['docker.io/library/nginx:1', 'docker.io library/nginx (nginx) 1'],
  ['index.docker.io/grafana/grafana', 'docker.io grafana/grafana (grafana/grafana)'],
  ['public.ecr.aws/docker/library/nginx:1', 'public.ecr.aws docker/library/nginx (nginx) 1'],
  ['public.ecr.aws/nginx/nginx', 'public.ecr.aws nginx/nginx (nginx)'],
  ['public.ecr.aws/m7z7i5e4/nginx', 'public.ecr.aws m7z7i5e4/nginx (public.ecr.aws/m7z7i5e4/nginx)'],
  [
    '123456789012.dkr.ecr.eu-west-1.amazonaws.com/nginx:1',
    '123456789012.dkr.ecr.eu-west-1.amazonaws.com nginx (custom) 1',
  ],
  ['localhost:5000/nginx', 'localhost:5000 nginx (custom)'],
  ['registry.example.com:5000/team/app:v1', 'registry.example.com:5000 team/app (custom) v1'],
  ['quay.io/keycloak/keycloak:26.0', 'quay.io keycloak/keycloak (quay.io/keycloak/keycloak) 26.0'],
  ['nginx@sha256:abc', 'docker.io nginx (nginx)  sha256:abc'],
  ['nginx:1@sha256:abc', 'docker.io nginx (nginx) 1 sha256:abc'],
  [['nginx:', unknown('Tag')], 'docker.io nginx (nginx) ?'],
  [['nginx:1-', unknown('Tag')], 'docker.io nginx (nginx) ?'],
  [[unknown('Account'), '.dkr.ecr.eu-west-1.amazonaws.com/nginx'], 'unknown Account'],
  [['nginx', unknown('Rest')], 'unknown Rest'],
  [unknown('Image'), 'unknown Image'],
])('reads an image name: %j', (image, parts) => {
  expect(read(image)).toBe(parts);
});

it.each<[string, number | undefined]>([
  ['node:18', 18],
  ['node:18.20-alpine', 18],
  ['node:v20', 20],
  ['node:18alpine', undefined],
  ['node:lts', undefined],
  ['node', undefined],
])('finds the major version of %s', (image, major) => {
  const value = imageOf(container({ image }).image);
  expect(value.kind === 'unknown' ? undefined : majorVersion(value.value)).toBe(major);
});
