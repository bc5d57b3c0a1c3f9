// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders are written so

import { describe, expect, test } from 'vitest';
import { apply } from '../../../src/source/edit.ts';
import { linted } from './linted.ts';

const container = {
  name: 'web',
  image: 'registry.example/web:1',
  portMappings: [{ containerPort: 80, hostPort: 8080 }],
};
const definition = { family: 'web', networkMode: 'awsvpc', containerDefinitions: [container] };
const mismatch = ['awsvpc-host-port-mismatch web/web'];

test('what is an empty text in a service names nothing', () => {
  const service = {
    serviceName: 'web',
    cluster: 'main',
    taskDefinition: 'web',
    launchType: 'FARGATE',
    role: '',
    platformVersion: '',
    loadBalancers: [{ targetGroupArn: '${GROUP}', loadBalancerName: '', containerName: 'web', containerPort: 80 }],
    networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'], securityGroups: ['sg-1'] } },
  };
  const written = { ...definition, containerDefinitions: [{ ...container, portMappings: [{ containerPort: 80 }] }] };
  const { found, errors } = linted({ 'service.json': service, 'taskdef.json': written });
  expect({ found, errors }).toEqual({ found: [], errors: [] });
});

test('the skeleton of a task definition that nobody filled in is none to check', () => {
  const skeleton = { family: '', networkMode: 'awsvpc', containerDefinitions: [{ ...container, name: '' }] };
  const { found, errors, taken } = linted({ 'skeleton.json': skeleton });
  expect({ found, errors, taken }).toEqual({
    found: [],
    errors: [],
    taken: ['skeleton.json: the skeleton of a task definition, in which there is nothing to check'],
  });
});

describe('a task definition', () => {
  test.each([
    ['as register-task-definition takes it', definition],
    [
      'as describe-task-definition prints it',
      {
        taskDefinition: {
          ...definition,
          taskDefinitionArn: 'arn:aws:ecs:eu-west-1:111122223333:task-definition/web:7',
          revision: 7,
          status: 'ACTIVE',
          requiresAttributes: [{ name: 'ecs.capability.task-eni' }],
          compatibilities: ['EC2'],
          registeredAt: 1700000000.5,
          registeredBy: 'arn:aws:iam::111122223333:user/a',
        },
        tags: [],
      },
    ],
    [
      'as the console lets people download it, with nulls',
      { ...definition, pidMode: null, ipcMode: null, revision: 7 },
    ],
    [
      'as tools keep it, with an empty text for what is not set',
      {
        ...definition,
        pidMode: '',
        ipcMode: '',
        requiresCompatibilities: [''],
        containerDefinitions: [
          {
            ...container,
            links: [''],
            portMappings: [{ containerPort: 80, hostPort: 8080, protocol: '', appProtocol: '' }],
          },
        ],
      },
    ],
  ])('%s', (_, content) => {
    const { found, errors, taken } = linted({ 'taskdef.json': content });
    expect({ found, errors, taken }).toEqual({
      found: mismatch,
      errors: [],
      taken: ['taskdef.json: a task definition'],
    });
  });

  test('in YAML', () => {
    const yaml = `
family: web
networkMode: awsvpc
containerDefinitions:
  - name: web
    image: registry.example/web:1
    portMappings:
      - containerPort: 80
        hostPort: 8080
`;
    expect(linted({ 'taskdef.yaml': yaml }).found).toEqual(mismatch);
  });

  test('alone has no load balancer, and the report says so', () => {
    expect(linted({ 'taskdef.json': definition }).coverage).toBe(
      'coverage: no load balancer was seen; to decide further checks supply the template of the service that runs web',
    );
  });

  test('that was registered with the default network mode runs on a bridge, which has links', () => {
    const linking = { ...container, links: ['db'] };
    const db = { name: 'db', image: 'registry.example/db:1' };
    const { found } = linted({
      'taskdef.json': { ...definition, networkMode: 'default', containerDefinitions: [linking, db] },
    });
    expect(found).toEqual([]);
  });

  test('is mended in its own spelling', () => {
    const file = { path: 'taskdef.json', text: JSON.stringify(definition, undefined, 2) };
    const [finding] = linted({ [file.path]: file.text }).report.findings;
    expect(JSON.parse(apply(file.text, finding?.fix?.edits ?? []))).toEqual({
      ...definition,
      containerDefinitions: [{ ...container, portMappings: [{ containerPort: 80, hostPort: 80 }] }],
    });
  });

  test('keeps the names that the user chose for labels', () => {
    const labelled = { ...container, dockerLabels: { 'alb-lint.keep-alive': '65', name: 'x' } };
    expect(linted({ 'taskdef.json': { ...definition, containerDefinitions: [labelled] } }).errors).toEqual([]);
  });
});

describe('a list of containers', () => {
  test('says nothing of the network mode, so nothing is said of what hangs on it', () => {
    const { found, taken, coverage } = linted({ 'containers.json': [container] });
    expect(found).toEqual([]);
    expect(taken).toEqual(['containers.json: the containers of a task definition']);
    expect(coverage).toContain('only a deployment can tell NetworkMode of the task definition around containers');
  });

  test('is checked for all else', () => {
    expect(linted({ 'containers.json': [{ ...container, essential: false }] }).found).toEqual([
      'no-essential-container containers/web',
    ]);
  });

  test('is told from the articles of a shop', () => {
    expect(linted({ 'shop.json': [{ name: 'hat', image: 'hat.png', price: 5 }] }).errors).toEqual([
      'shop.json:0:0 not a CloudFormation template: it has no `Resources` with types',
    ]);
  });
});

describe('a service', () => {
  const service = {
    serviceName: 'orders',
    taskDefinition: 'orders',
    desiredCount: 2,
    deploymentConfiguration: { minimumHealthyPercent: 100, maximumPercent: 100 },
  };
  const deadlock = ['deployment-config-deadlock orders'];

  test.each([
    ['as create-service takes it', service, 'a service'],
    ['as create-service prints it', { service: { ...service, status: 'ACTIVE', events: [] } }, 'a service'],
    [
      'as describe-services prints it',
      { services: [{ ...service, status: 'ACTIVE', deployments: [] }], failures: [] },
      'a service',
    ],
    [
      'beside one that was deleted',
      { services: [service, { ...service, serviceName: 'old', status: 'INACTIVE' }] },
      '2 services',
    ],
  ])('%s', (_, content, as) => {
    const { found, errors, taken } = linted({ 'service.json': content });
    expect({ found, errors, taken }).toEqual({ found: deadlock, errors: [], taken: [`service.json: ${as}`] });
  });

  test('that is updated keeps what the update does not say', () => {
    const { found, coverage } = linted({
      'update.json': { service: 'orders', taskDefinition: 'orders', deploymentConfiguration: { maximumPercent: 100 } },
    });
    expect(found).toEqual([]);
    expect(coverage).toContain('only a deployment can tell');
  });
});

describe('what other tools keep beside them', () => {
  test.each([
    ['imagedefinitions.json', [{ name: 'web', imageUri: 'registry.example/web:1' }], 'image definitions'],
    ['imageDetail.json', { ImageURI: 'registry.example/web:1' }, 'image details'],
    [
      'appspec.yaml',
      'version: 0.0\nResources:\n  - TargetService:\n      Type: AWS::ECS::Service\n      Properties: {}\n',
      'an application specification of CodeDeploy',
    ],
  ])('%s is recognised, and there is nothing to check in it', (path, content, what) => {
    const { errors, taken } = linted({ [path]: content });
    expect(errors).toEqual([]);
    expect(taken).toEqual([`${path}: ${what}, in which there is nothing to check`]);
  });
});

describe('placeholders', () => {
  test.each([
    '<HOST_PORT>',
    '${HOST_PORT}',
    '{{ HOST_PORT }}',
    '#{HOST_PORT}#',
    '$(HOST_PORT)',
    '%HOST_PORT%',
    '__HOST_PORT__',
    '$HOST_PORT',
  ])('%s is unknown until it is given', (hostPort) => {
    const open = { ...container, portMappings: [{ containerPort: 80, hostPort }] };
    const content = { ...definition, containerDefinitions: [open] };
    const alone = linted({ 'taskdef.json': content });
    expect({ found: alone.found, errors: alone.errors }).toEqual({ found: [], errors: [] });
    expect(alone.coverage).toContain('--parameter HOST_PORT=…');
    const given = linted({ 'taskdef.json': content }, { parameters: new Map([['HOST_PORT', '8080']]) });
    expect(given.found).toEqual(mismatch);
  });

  test('may stand without quotes', () => {
    const text = JSON.stringify(definition, undefined, 2).replace('8080', '${HOST_PORT}').replace('"web"', '$FAMILY');
    const { errors, coverage } = linted({ 'taskdef.json': text });
    expect(errors).toEqual([]);
    expect(coverage).toContain('--parameter HOST_PORT=…');
    expect(coverage).toContain('the service that runs $FAMILY');
  });

  test('are not looked for in what a shell reads', () => {
    const shell = ['sh', '-c', 'echo "<html>" && exec node server.js --port ${PORT}'];
    const text = { ...container, command: shell, environment: [{ name: 'PORT', value: '80' }] };
    expect(linted({ 'taskdef.json': { ...definition, containerDefinitions: [text] } }).coverage).not.toContain(
      '--parameter',
    );
  });

  test('do not make a broken file whole', () => {
    expect(linted({ 'taskdef.json': '{ "containerDefinitions": [ { "cpu": $CPU, } ' }).errors).toHaveLength(1);
  });
});

test('a file that was found and is no JSON, but no task definition either, is passed over', () => {
  const file = { path: 'values.yaml', text: 'a: {{ .Values.loadBalancers }}\nb: [' };
  const found = new Set([file]);
  expect(linted({}, { found }).errors).toEqual([]);
});
