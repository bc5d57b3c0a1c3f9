import fc from 'fast-check';
import { expect, test } from 'vitest';
import { github } from '../../src/formats/github.ts';
import { InputError } from '../../src/source/file.ts';
import { entity, file, finding, label, related, report, rule, span } from './builder.ts';
import { hostile } from './hostile.ts';
import { orders } from './real.ts';
import { commandsIn } from './runner.ts';

const api = file('a,b:c%/api.yaml', 'ApiSecurityGroup:\n  FromPort: 80\nApiTask:\n  HostPort: 0\nEnd: |\n  a\n  b\n');
const port80 = label(api, '80', 'only this port is open');

test('a finding is one command, escaped as the runner documents it', () => {
  const one = finding(port80, {
    message: '100% of `a`: b, c',
    related: related(label(api, '0', 'another port', 'Host')),
  });
  expect(github(report({ findings: [one] }))).toBe(
    '::error file=a%2Cb%3Ac%25/api.yaml,line=2,endLine=2,col=13,title=sg-target-blocks-alb::100%25 of `a`: b, c' +
      '%0Aonly this port is open%0Aa,b:c%25/api.yaml:4: another port%0Aclients see: 504, always' +
      "%0Afix: add an ingress rule for the port the container listens on, with the load balancer's group as its source\n",
  );
});

test('the runner understands all of it', () => {
  const commands = commandsIn(github(orders));
  expect(commands.map(({ name, properties }) => [name, properties.line, properties.title])).toEqual(
    orders.findings.map(({ severity, rule: { id } }, i) => [severity, commands[i]?.properties.line, id]),
  );
  expect(commands[0]?.properties).toEqual({
    file: 'fixtures/apps/orders-service.yaml',
    line: '53',
    endLine: '53',
    col: '21',
    title: 'sg-target-blocks-alb',
  });
  expect(commands[0]?.data.split('\n')).toContain(
    'fixtures/apps/orders-service.yaml:159: requests are sent to port 8080',
  );
});

test('several lines have no column, which GitHub would refuse', () => {
  const [command] = commandsIn(github(report({ findings: [finding(label(api, '|\n  a\n  b', ''))] })));
  expect(command?.properties).toMatchObject({ line: '5', endLine: '7' });
  expect(command?.properties.col).toBeUndefined();
});

test('notes are notices; what was not checked comes first', () => {
  const crash = { rule: rule(), resource: entity(span(api, 'ApiTask'), 'ApiTask'), error: new Error('boom') };
  const of = report({
    findings: [finding(port80, { severity: 'info' }), finding(port80, { severity: 'warning' })],
    errors: [new InputError('no such file', { path: 'gone.yaml' })],
    crashes: [crash],
  });
  expect(commandsIn(github(of)).map(({ name, properties: { title } }) => [name, title])).toEqual([
    ['error', 'alb-lint crashed'],
    ['error', 'alb-lint cannot read this'],
    ['notice', 'sg-target-blocks-alb'],
    ['warning', 'sg-target-blocks-alb'],
  ]);
});

test('files are called as the consumer calls them', () => {
  const text = github(report({ findings: [finding(port80)] }), (path) => `root/${path}`);
  expect(commandsIn(text)[0]?.properties.file).toBe('root/a,b:c%/api.yaml');
});

const injections = fc.constantFrom(
  '::',
  '::add-mask::x',
  '##[set-env name=A]b',
  '%0A::error::',
  '\n::stop-commands::t\n',
  ',line=9',
  '%3A',
);
const texts = fc.array(fc.oneof(injections, hostile(5)), { maxLength: 6 }).map((all) => all.join(''));

test('no text of a template makes a command, a property or a line of its own', () => {
  fc.assert(
    fc.property(texts, texts, texts, (path, message, text) => {
      const at = { ...api, path };
      const one = finding(label(at, '80', text), {
        message,
        when: [text],
        related: related(label(at, '0', message, 'Host')),
      });
      const commands = commandsIn(github(report({ findings: [one], errors: [new InputError(message, { path })] })));
      expect(commands.map(({ name }) => name)).toEqual(['error', 'error']);
      for (const { properties } of commands)
        expect(
          Object.keys(properties).filter((key) => !['file', 'line', 'endLine', 'col', 'title'].includes(key)),
        ).toEqual([]);
      expect(commands[1]?.properties.line).toBe('2');
    }),
    { numRuns: 500 },
  );
});
