import { expect, test } from 'vitest';
import { pretty } from '../../src/formats/pretty.ts';
import type { Report } from '../../src/report.ts';
import { InputError } from '../../src/source/file.ts';
import { edit, entity, file, finding, known, label, related, report, rule, span, steps } from './builder.ts';

const text = (of: Report, width = 120): string => pretty(of, { color: false, width });

/** The lines of the first finding's frame, without its header and its notes. */
const frameOf = (of: Report, width = 120): string =>
  (text(of, width).split(/\n +=/)[0] ?? '').split('\n').slice(1).join('\n');

const api = file(
  'api.yaml',
  `Parameters:
  Port: { Type: Number, Default: 8080 }
Resources:
  ApiSecurityGroup:
    Type: AWS::EC2::SecurityGroup
    Properties:
      SecurityGroupIngress:
        - IpProtocol: tcp
          FromPort: 80
          ToPort: 80
          SourceSecurityGroupId: !ImportValue AlbSg
  ApiTargets:
    Properties:
      HealthCheckPort: "8080"
  ApiTask:
    Properties:
      ContainerDefinitions:
        - Name: api
          PortMappings:
            - { ContainerPort: 8080, HostPort: 0 }
`,
);
const net = file('net.yaml', 'Resources:\n  AlbSecurityGroup:\n    Type: AWS::EC2::SecurityGroup\n');
const port80 = label(api, '80', 'only this port is open to the load balancer', 'FromPort: ');

test('a finding shows both places, the path, what clients see, when, how sure, and what to do', () => {
  const one = finding(port80, {
    related: related(
      label(net, 'AlbSecurityGroup', 'requests come from here'),
      label(api, '8080', '`api` listens here', 'ContainerPort: '),
    ),
    path: steps('PublicAlb', 'HTTPS:443', '/api/*', 'ApiTargets', 'ApiService', 'api:8080'),
    when: ['IsProd is true'],
    confidence: 'likely',
    evidence: [known(span(api, '8080'), { kind: 'parameter-default', name: 'Port', span: span(api, 'Port') })],
  });
  expect(pretty(report({ findings: [one], paths: 1, decided: 1 }), { color: false, files: 2 })).toBe(
    `error[sg-target-blocks-alb] \`ApiSecurityGroup\` does not admit \`AlbSecurityGroup\` on port 8080, where \`api\` listens
  --> api.yaml:9:21
   |
 9 |           FromPort: 80
   |                     ^^ only this port is open to the load balancer
...
20 |             - { ContainerPort: 8080, HostPort: 0 }
   |                                ---- \`api\` listens here
   |
  ::: net.yaml:2:3
   |
 2 |   AlbSecurityGroup:
   |   ---------------- requests come from here
   |
   = path: PublicAlb › HTTPS:443 › /api/* › ApiTargets › ApiService › api:8080
   = clients see: 504, always
   = only when: IsProd is true
   = confidence: likely, rests on the default of parameter Port (settle it with --parameter Port=…)
   = fix: add an ingress rule for the port the container listens on, with the load balancer's group as its source
   = help: alb-lint explain sg-target-blocks-alb

1 error in 2 files
coverage: the one traffic path fully checked
`,
  );
});

test('a fix is shown as the lines it changes', () => {
  const one = finding(label(api, '"8080"', 'every health check is sent here'), {
    rule: rule({
      id: 'health-check-port-not-served',
      severity: 'warning',
      status: ['502', '503', 'deploy'],
      during: 'deploy',
    }),
    message: 'health checks go to port 8080, but ECS gives `api` a random host port',
    fix: {
      title: 'check each target on the port it was registered with',
      safety: 'safe',
      edits: [edit(span(api, '"8080"'), 'traffic-port')],
    },
  });
  expect(text(report({ findings: [one] }))).toBe(
    `warning[health-check-port-not-served] health checks go to port 8080, but ECS gives \`api\` a random host port
  --> api.yaml:14:24
   |
14 |       HealthCheckPort: "8080"
   |                        ^^^^^^ every health check is sent here
   |
   = clients see: 502 or 503, during deployments
   = deployment: fails, or starts and stops tasks without end
   = fix: check each target on the port it was registered with
   |
14 -       HealthCheckPort: "8080"
14 +       HealthCheckPort: traffic-port
   |
   = help: alb-lint explain health-check-port-not-served

1 warning
coverage: no traffic path found, from a listener through a target group to its targets
`,
  );
});

test('a fix that inserts shows where, one in another file names it, and one to review says so', () => {
  const end = span(api, '"8080"').end;
  const one = finding(port80, {
    fix: {
      title: 'open the port',
      safety: 'review',
      edits: [
        edit(span(net, 'AlbSecurityGroup'), 'LoadBalancerGroup'),
        edit({ file: api, start: end, end }, '\n      HealthCheckPath: /health\n      HealthCheckTimeoutSeconds: 4'),
        edit(span(api, '80', 'FromPort: '), '8080'),
        edit(span(api, '80', 'ToPort: '), '8080'),
      ],
    },
  });
  expect(
    text(report({ findings: [one] }))
      .split('\n')
      .slice(6, 22)
      .join('\n'),
  ).toBe(
    `   = clients see: 504, always
   = fix: open the port (review it: intended behaviour may change)
   |
 9 -           FromPort: 80
 9 +           FromPort: 8080
10 -           ToPort: 80
10 +           ToPort: 8080
14 |       HealthCheckPort: "8080"
15 +       HealthCheckPath: /health
16 +       HealthCheckTimeoutSeconds: 4
  ::: net.yaml:2:3
 2 -   AlbSecurityGroup:
 2 +   LoadBalancerGroup:
   |
   = help: alb-lint explain sg-target-blocks-alb
`,
  );
});

test('labels of one line hang below each other, and the same place says several things', () => {
  const at = (piece: string, says: string, after = '') => label(api, piece, says, after);
  const one = finding(at('ContainerPort', 'one', '- { '), {
    related: related(
      at('0', 'three', 'HostPort: '),
      at('8080', 'two', 'ContainerPort: '),
      at('8080', 'also two', 'ContainerPort: '),
    ),
  });
  expect(frameOf(report({ findings: [one] }))).toBe(
    `  --> api.yaml:20:17
   |
20 |             - { ContainerPort: 8080, HostPort: 0 }
   |                 ^^^^^^^^^^^^^  ----            - three
   |                 |              |
   |                 |              also two
   |                 |              two
   |                 one
   |`,
  );
});

test('the primary mark is seen where a related one covers it', () => {
  const one = finding(label(api, 'ContainerPort: 8080', 'the port'), {
    related: related(label(api, '{ ContainerPort: 8080, HostPort: 0 }', 'the mapping')),
  });
  expect(frameOf(report({ findings: [one] }))).toBe(
    `  --> api.yaml:20:17
   |
20 |             - { ContainerPort: 8080, HostPort: 0 }
   |               --^^^^^^^^^^^^^^^^^^^---------------
   |               | |
   |               | the port
   |               the mapping
   |`,
  );
});

test('a line between two marked lines is shown, a longer stretch is three dots', () => {
  const one = finding(label(api, 'ApiSecurityGroup', 'a'), {
    related: related(label(api, 'Properties', 'b'), label(api, 'FromPort', 'c'), label(api, 'ToPort', 'd')),
  });
  expect(frameOf(report({ findings: [one] }))).toBe(
    `  --> api.yaml:4:3
   |
 4 |   ApiSecurityGroup:
   |   ^^^^^^^^^^^^^^^^ a
 5 |     Type: AWS::EC2::SecurityGroup
 6 |     Properties:
   |     ---------- b
...
 9 |           FromPort: 80
   |           -------- c
10 |           ToPort: 80
   |           ------ d
   |`,
  );
});

test('of a span over several lines the first is underlined to its end', () => {
  const one = finding(
    label(api, api.text.slice(api.text.indexOf('Type: AWS'), api.text.indexOf('  ApiTargets')), 'this group'),
  );
  expect(frameOf(report({ findings: [one] }))).toBe(
    `  --> api.yaml:5:5
   |
 5 |     Type: AWS::EC2::SecurityGroup
   |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this group
   |`,
  );
});

test('carriage returns, tabs, wide characters and a byte order mark do not move the underline', () => {
  const odd = file('odd.yaml', '\ufeffA:\r\n\tName: 日本é語\t# x\r\n  Path: /\r\n');
  const one = finding(label(odd, '# x', 'a comment'), {
    related: related(label(odd, '/', 'the root'), label(odd, 'A', 'the top')),
  });
  expect(frameOf(report({ findings: [one] }))).toBe(
    ` --> odd.yaml:2:13
  |
1 | A:
  | - the top
2 |     Name: 日本é語    # x
  |                      ^^^ a comment
3 |   Path: /
  |         - the root
  |`,
  );
});

test('an empty span is one caret, also at the end of a line and of the file', () => {
  const at = (offset: number) => ({ span: { file: net, start: offset, end: offset } });
  const ends = net.text.indexOf('\n');
  const one = finding([at(ends), 'nothing follows'], { related: related([at(net.text.length), 'the end']) });
  expect(frameOf(report({ findings: [one] }))).toBe(
    ` --> net.yaml:1:11
  |
1 | Resources:
  |           ^ nothing follows
...
4 |
  | - the end
  |`,
  );
});

test('a minified template of one line gives frames around each place, within the width', () => {
  const filler = '"Bucket":{"Type":"AWS::S3::Bucket"},'.repeat(14_000);
  const min = file(
    'min.json',
    `{"Resources":{${filler}"Tg":{"HealthCheckPort":"8080"},${filler}"Task":{"HostPort":0}}}`,
  );
  const one = finding(
    label(
      min,
      '"8080"',
      'every health check is sent here, whichever port the target was registered with by the service',
    ),
    {
      related: related(
        label(min, '0', 'each task gets another port', '"HostPort":'),
        label(min, '"Tg"', 'these targets'),
      ),
      fix: { title: 'follow the traffic', safety: 'safe', edits: [edit(span(min, '"8080"'), '"traffic-port"')] },
    },
  );
  const shown = text(report({ findings: [one] }), 100);
  expect(shown.split('\n').slice(1, 20).join('\n')).toBe(
    ` --> min.json:1:504039
  |
1 | ...:"AWS::S3::Bucket"},"Tg":{"HealthCheckPort":"8080"},"Bucket":{"Type":"AWS::S3::Bucket"},"B...
  |                        ----                    ^^^^^^ every health check is sent here, whichever
  |                        |                              port the target was registered with by the
  |                        |                              service
  |                        |
  |                        these targets
1 | ...,"Task":{"HostPort":0}}}
  |                        - each task gets another port
  |
  = clients see: 504, always
  = fix: follow the traffic
  |
1 - ...{"HealthCheckPort":"8080"},"Bucket":{"Type":"AWS::S3::Bucket"},"Bucket":{"Type":"AWS::S3::...
1 + ...{"HealthCheckPort":"traffic-port"},"Bucket":{"Type":"AWS::S3::Bucket"},"Bucket":{"Type":"A...
  |
  = help: alb-lint explain sg-target-blocks-alb
`,
  );
  const lines = shown.split('\n').filter((line) => /^ *[1|=>-]/.test(line));
  expect(Math.max(...lines.map((line) => line.length))).toBe(100);
});

test('a label without room beside its mark goes below it', () => {
  const deep = file('deep.yaml', `${' '.repeat(70)}Port: 80\n`);
  const one = finding(label(deep, '80', 'this is the only port that the security group of the targets opens'));
  expect(frameOf(report({ findings: [one] }), 90)).toBe(
    ` --> deep.yaml:1:77
  |
1 | ${' '.repeat(70)}Port: 80
  | ${' '.repeat(76)}^^
  | ${' '.repeat(76)}|
  | ${' '.repeat(20)}this is the only port that the security group of the targets opens
  |`,
  );
});

test('infos are one line each, and the same said of several resources is one line', () => {
  const info = rule({ id: 'health-check-path-root-default-matcher', severity: 'info' });
  const says = (id: string, piece: string, more = {}) =>
    finding(label(api, piece, 'x'), {
      rule: info,
      resource: entity(span(api, piece), id),
      message: `\`${id}\` is asked for /`,
      statement: 'health checks ask for `/` and accept 200 only',
      ...more,
    });
  const findings = [
    says('ApiTargets', 'ApiTargets'),
    finding(label(api, 'ApiTask', 'x'), { rule: info, message: '`ApiTask` has no word of its own' }),
    says('WebTargets', 'ApiTask'),
    says('OldTargets', 'FromPort', { when: ['IsOld is true'] }),
    says('NetTargets', 'ToPort', { primary: label(net, 'AlbSecurityGroup', 'x') }),
  ];
  expect(text(report({ findings, paths: 3, decided: 3 }))).toBe(
    `info[health-check-path-root-default-matcher] ApiTargets, WebTargets: health checks ask for \`/\` and accept 200 only (api.yaml:12, 15)
info[health-check-path-root-default-matcher] \`ApiTask\` has no word of its own (api.yaml:15)
info[health-check-path-root-default-matcher] OldTargets: health checks ask for \`/\` and accept 200 only, only when IsOld is true (api.yaml:9)
info[health-check-path-root-default-matcher] NetTargets: health checks ask for \`/\` and accept 200 only (net.yaml:2)

5 notes
coverage: all 3 traffic paths fully checked
`,
  );
});

test('an info about many resources stays one short line', () => {
  const findings = Array.from({ length: 12 }, (_, i) =>
    finding(label(api, 'ApiTask', 'x'), {
      severity: 'info',
      resource: entity(span(api, 'ApiTask'), `Targets${i}`),
      statement: 'the same',
    }),
  );
  expect(text(report({ findings })).split('\n')[0]).toBe(
    'info[sg-target-blocks-alb] Targets0, Targets1, Targets2, Targets3, Targets4 and 7 more: the same (api.yaml:15)',
  );
});

test('a rule is pointed out for explanation once', () => {
  const shown = text(report({ findings: [finding(port80), finding(port80)] }));
  expect(shown.match(/alb-lint explain/g)).toHaveLength(1);
});

test('places beyond the eighth are counted', () => {
  const many = Array.from({ length: 20 }, () => label(api, 'ApiTask', 'a task'));
  const shown = text(report({ findings: [finding(port80, { related: related(...many) })] }));
  expect(shown).toContain('= and 12 more places; --format json lists them all');
});

test('what could not be read and what crashed comes after the findings, and is counted', () => {
  const shown = text(
    report({
      errors: [
        new InputError('two values for the key `Type`', span(net, 'AlbSecurityGroup')),
        new InputError('no such file', { path: 'missing.yaml' }),
      ],
      crashes: [
        {
          rule: rule(),
          resource: entity(span(api, 'ApiTask'), 'ApiTask'),
          error: new TypeError('x is not a function'),
        },
      ],
      paths: 2,
      decided: 1,
    }),
  );
  expect(shown).toBe(
    `error: no such file
 --> missing.yaml

error: two values for the key \`Type\`
 --> net.yaml:2:3
  |
2 |   AlbSecurityGroup:
  |   ^^^^^^^^^^^^^^^^

crash[sg-target-blocks-alb] alb-lint failed while it checked \`ApiTask\`: TypeError: x is not a function
  --> api.yaml:15:3
   |
15 |   ApiTask:
   |   ^
   |
   = this is a bug in alb-lint, not in your template; the other checks went on
   = please report it: https://github.com/alb-lint/alb-lint/issues

no problems found; 2 files could not be read; 1 check crashed
coverage: 1 of 2 traffic paths fully checked
`,
  );
});

test('the summary can be left out, and a stop without a name is not shown', () => {
  const path = steps('Alb', 'Targets', '', 'api:80');
  const shown = pretty(report({ findings: [finding(port80, { path })] }), { color: false, summary: false });
  expect(shown).toContain('= path: Alb › Targets › api:80\n');
  expect(shown.endsWith('= help: alb-lint explain sg-target-blocks-alb\n')).toBe(true);
  expect(pretty(report(), { color: false, summary: false })).toBe('');
});

test('colours change nothing but colour', () => {
  const of = report({ findings: [finding(port80)], errors: [new InputError('no', span(net, 'Type'))] });
  const coloured = pretty(of, { color: true });
  expect(coloured).toContain('\x1b[1;31merror[sg-target-blocks-alb]\x1b[0m');
  expect(coloured.replace(/\x1b\[[\d;]*m/g, '')).toBe(pretty(of, { color: false }));
});

test('files come one after the other, whatever is found in them, and the summary comes last', () => {
  const at = (source: typeof api, text: string) => finding(label(source, text, 'here'));
  const shown = text(report({ findings: [at(api, '80'), at(api, 'Port: { Type'), at(net, 'AlbSecurityGroup')] }));
  expect([...shown.matchAll(/--> (\S+?):/g)].map(([, path]) => path)).toEqual(['api.yaml', 'api.yaml', 'net.yaml']);
  expect(shown).toMatch(/\n\n3 errors\ncoverage: .*\n$/);
});

test('the id of a rule leads to its page, where links are wanted', () => {
  const own = { ...rule({ id: 'own-rule' }), docs: 'https://example.com/a b\x1b\\?\u{1f600}' };
  const of = report({ findings: [finding(port80), finding(port80, { rule: own })] });
  const shown = pretty(of, { color: false, links: true });
  expect(shown).toContain(
    'error[\x1b]8;;https://github.com/alb-lint/alb-lint/blob/main/rules/README.md#sg-target-blocks-alb\x1b\\sg-target-blocks-alb\x1b]8;;\x1b\\] ',
  );
  expect(shown).toContain('error[\x1b]8;;https://example.com/a%20b%1B\\?%F0%9F%98%80\x1b\\own-rule\x1b]8;;\x1b\\] ');
  const odd = { ...own, docs: 'javascript:alert(1)' };
  expect(pretty(report({ findings: [finding(port80, { rule: odd })] }), { color: false, links: true })).not.toContain(
    '\x1b',
  );
});

test('on a terminal of 60 columns every line keeps to it, and no word is torn apart', () => {
  const note = finding(port80, { rule: rule({ severity: 'info' }), severity: 'info' });
  const of = report({
    findings: [finding(port80), note],
    errors: [new InputError('nobody can read this '.repeat(4).trim(), { path: 'net.yaml' })],
  });
  const shown = pretty(of, { color: true, links: true, width: 60, folded: true });
  const plain = shown.replaceAll(/\x1b\[[\d;]*m|\x1b\]8;;[^\x1b]*\x1b\\/g, '');
  expect(plain.split('\n').filter((line) => line.length > 60)).toEqual([]);
  expect(plain).toContain(`error[sg-target-blocks-alb] \`ApiSecurityGroup\` does not
  admit \`AlbSecurityGroup\` on port 8080, where \`api\` listens
 --> api.yaml:9:21
`);
  // A colour ends on the line where it begins, as pagers want it.
  for (const line of shown.split('\n')) {
    const colours = [...line.matchAll(/\x1b\[([\d;]*)m/g)].map(([, code]) => code === '0');
    expect(colours).toEqual(colours.map((_, i) => i % 2 === 1));
  }
});
