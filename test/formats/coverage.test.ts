import { expect, test } from 'vitest';
import { coverageLine, summaryLine } from '../../src/formats/coverage.ts';
import { painter } from '../../src/formats/paint.ts';
import { supply } from '../../src/formats/supply.ts';
import type { Report } from '../../src/report.ts';
import { entity, file, finding, label, report, rule, span, undecided, unknown } from './builder.ts';

const source = file('api.yaml', 'Targets:\nTask:\nService:\nGroup:\napi:\n');
const at = (id: string) => entity(span(source, id), id);
const summary = (of: Report, files?: number) => summaryLine(of, files, painter(false));

test('names what to supply, the most wanted first', () => {
  expect(
    coverageLine(
      report({
        paths: 14,
        decided: 9,
        undecided: [
          undecided(entity(span(source, 'api'), 'api', 'container'), 'application', 'keepAliveSeconds'),
          undecided(at('Group'), 'parameter', 'AppSg'),
          undecided(at('Task'), 'parameter', 'AppSg'),
          undecided(at('Task'), 'parameter', 'AppSg'),
        ],
        gaps: [
          { from: at('Service'), to: 'task definition', value: unknown(span(source, 'Service'), 'parameter', 'AppSg') },
          { from: at('Targets'), to: 'load balancer', value: unknown(span(source, 'Targets'), 'import', 'Net-AlbSg') },
        ],
      }),
    ),
  ).toBe(
    'coverage: 9 of 14 traffic paths fully checked; to check the rest supply --parameter AppSg=… (3 checks), assume: keepAliveSeconds for api, the template that exports Net-AlbSg',
  );
});

test('stays one line of bounded length', () => {
  const many = Array.from({ length: 30 }, (_, i) => undecided(at('Task'), 'parameter', `P${i}`));
  const lost = Array.from({ length: 30 }, (_, i) => undecided(at('Task'), 'runtime', `R${i}.Arn`));
  expect(coverageLine(report({ paths: 3, decided: 0, undecided: [...many, ...lost] }))).toBe(
    'coverage: 0 of 3 traffic paths fully checked; to check the rest supply --parameter P0=…, --parameter P10=…, --parameter P11=…, --parameter P12=…, and 26 more; --format json lists them all; only a deployment can tell R0.Arn, R1.Arn and 28 more',
  );
});

test('says what no input makes known', () => {
  const all = [
    undecided(at('Task'), 'runtime', 'Lookup.Arn'),
    undecided(at('Task'), 'unsupported', 'Fn::Transform'),
    undecided(at('Task'), 'application', 'command'),
  ];
  expect(coverageLine(report({ paths: 1, undecided: all }))).toBe(
    'coverage: 0 of 1 traffic path fully checked; only the container can tell its command; only a deployment can tell Lookup.Arn; alb-lint cannot evaluate Fn::Transform',
  );
});

test('checks beside the traffic paths may still want something', () => {
  expect(coverageLine(report({ paths: 2, decided: 2, undecided: [undecided(at('Task'), 'parameter', 'Cpu')] }))).toBe(
    'coverage: all 2 traffic paths fully checked; to decide further checks supply --parameter Cpu=…',
  );
});

test('says when combinations of conditions were left out', () => {
  const unexplored = [64, 4096].map((combinations) => ({
    rule: rule(),
    resource: at('Task'),
    explored: 64,
    combinations,
  }));
  expect(coverageLine(report({ paths: 1, decided: 1, unexplored }))).toBe(
    'coverage: the one traffic path fully checked; 64 of 4,096 combinations of conditions checked, pin some with --parameter',
  );
});

test('the summary counts what there is and nothing else', () => {
  const one = (severity: 'error' | 'warning' | 'info') => finding(label(source, 'Task', ''), { severity });
  expect(summary(report(), 0)).toBe('nothing was checked');
  expect(summary(report(), 1)).toBe('no problems found in 1 file');
  expect(summary(report({ findings: [one('error'), one('error'), one('warning'), one('info')] }), 4)).toBe(
    '2 errors, 1 warning, 1 note in 4 files',
  );
});

test('a fact of an application is asked for by its container, whichever resource wants it', () => {
  const value = unknown(span(source, 'Task'), 'application', 'keepAliveSeconds');
  expect(supply({ ...value, reason: { ...value.reason, of: 'api' } }, at('Targets'))).toBe(
    'assume: keepAliveSeconds for api',
  );
  expect(supply(value, at('Targets'))).toBe('assume: keepAliveSeconds');
  expect(supply(unknown(span(source, 'Task'), 'application', '$PORT'), at('api'))).toBeUndefined();
});

test('what is offered cannot act on a terminal', () => {
  expect(supply(unknown(span(source, 'Task'), 'parameter', 'A\x1b[2J'), at('Task'))).toBe('--parameter A\\x1b[2J=…');
});
