import { expect, test } from 'vitest';
import { json, jsonReport } from '../../src/formats/json.ts';
import { summarise } from '../../src/formats/summary.ts';
import { InputError } from '../../src/source/file.ts';
import { edit, entity, file, finding, label, report, rule, span, steps, undecided, unknown } from './builder.ts';

const tool = { name: 'alb-lint', version: '0.1.0' };
const api = file('api.yaml', 'ApiSecurityGroup:\n  FromPort: 80\nApiTask:\n  HostPort: 0\nEnd: |\n  a\n  b\n');

test('the report of version 1, key by key', () => {
  const one = finding(label(api, '80', 'only this port is open'), {
    related: [
      {
        label: label(api, '0', 'each task gets another port', 'HostPort: '),
        resource: entity(span(api, 'ApiTask'), 'ApiTask', 'AWS::ECS::TaskDefinition'),
      },
      { label: label(api, '|\n  a\n  b', 'several lines') },
    ],
    path: steps('PublicAlb', 'ApiTargets', 'api:8080'),
    when: ['IsProd is true'],
    fix: { title: 'open the port', safety: 'review', edits: [edit(span(api, '80'), '8080')] },
  });
  const of = report({
    findings: [one],
    paths: 14,
    decided: 9,
    undecided: [undecided(entity(span(api, 'ApiTask'), 'ApiTask'), 'parameter', 'AppSg')],
    gaps: [
      {
        from: entity(span(api, 'End'), 'End', 'AWS::ECS::Service'),
        to: 'task definition',
        value: unknown(span(api, '|'), 'import', 'Net-Task'),
      },
    ],
    unexplored: [{ rule: rule(), resource: entity(span(api, 'ApiTask'), 'ApiTask'), explored: 64, combinations: 128 }],
    errors: [new InputError('no such file', { path: 'gone.yaml' })],
    crashes: [{ rule: rule(), resource: entity(span(api, 'ApiTask'), 'ApiTask'), error: 'boom' }],
  });
  expect(json(of, tool)).toBe(`{
  "version": 1,
  "tool": {
    "name": "alb-lint",
    "version": "0.1.0"
  },
  "findings": [
    {
      "rule": "sg-target-blocks-alb",
      "severity": "error",
      "confidence": "certain",
      "status": [
        "504"
      ],
      "during": "always",
      "message": "\`ApiSecurityGroup\` does not admit \`AlbSecurityGroup\` on port 8080, where \`api\` listens",
      "resource": "ApiSecurityGroup",
      "type": "AWS::EC2::SecurityGroup",
      "construct": null,
      "source": null,
      "file": "api.yaml",
      "line": 2,
      "column": 13,
      "endLine": 2,
      "endColumn": 15,
      "label": "only this port is open",
      "related": [
        {
          "resource": "ApiTask",
          "type": "AWS::ECS::TaskDefinition",
          "construct": null,
          "source": null,
          "file": "api.yaml",
          "line": 4,
          "column": 13,
          "endLine": 4,
          "endColumn": 14,
          "label": "each task gets another port"
        },
        {
          "resource": null,
          "type": null,
          "construct": null,
          "source": null,
          "file": "api.yaml",
          "line": 5,
          "column": 6,
          "endLine": 7,
          "endColumn": 4,
          "label": "several lines"
        }
      ],
      "path": [
        "PublicAlb",
        "ApiTargets",
        "api"
      ],
      "when": [
        "IsProd is true"
      ],
      "why": "The load balancer opens a connection to the target, and the security group drops the packets.\\nAfter ten seconds without a connection the load balancer answers 504.\\n\\nHealth checks fail in the same way:\\n- an ECS service kills and replaces tasks that were fine\\n- once every target is unhealthy, requests go to all of them",
      "remedy": "Add an ingress rule for the port the container listens on, with the load balancer's group as its source. Keep\\nthe rest closed.",
      "docs": "https://github.com/alb-lint/alb-lint/blob/main/rules/README.md#sg-target-blocks-alb",
      "fix": {
        "title": "open the port",
        "safety": "review",
        "edits": [
          {
            "file": "api.yaml",
            "line": 2,
            "column": 13,
            "endLine": 2,
            "endColumn": 15,
            "text": "8080"
          }
        ]
      },
      "fingerprint": "6f1c0a",
      "suppressed": null
    }
  ],
  "coverage": {
    "paths": 14,
    "decided": 9,
    "undecided": [
      {
        "rule": "sg-target-blocks-alb",
        "resource": "ApiTask",
        "reason": "parameter",
        "name": "AppSg",
        "file": "api.yaml",
        "line": 3,
        "supply": "--parameter AppSg=…"
      }
    ],
    "gaps": [
      {
        "resource": "End",
        "type": "AWS::ECS::Service",
        "to": "task definition",
        "reason": "import",
        "name": "Net-Task",
        "file": "api.yaml",
        "line": 5,
        "supply": "the template that exports Net-Task"
      }
    ],
    "unexplored": [
      {
        "rule": "sg-target-blocks-alb",
        "resource": "ApiTask",
        "explored": 64,
        "combinations": 128
      }
    ]
  },
  "errors": [
    {
      "file": "api.yaml",
      "line": 3,
      "column": 1,
      "message": "alb-lint failed while it checked \`ApiTask\`: boom",
      "kind": "crash",
      "rule": "sg-target-blocks-alb"
    },
    {
      "file": "gone.yaml",
      "line": 1,
      "column": 1,
      "message": "no such file",
      "kind": "input",
      "rule": null
    }
  ],
  "summary": {
    "error": 1,
    "warning": 0,
    "info": 0,
    "suppressed": 0
  },
  "baseline": null
}
`);
});

test('undecided checks that say the same are said once, in the order of places', () => {
  const at = (id: string) => entity(span(api, id), id);
  const all = [
    undecided(at('End'), 'runtime', 'Lookup.Arn'),
    undecided(entity(span(api, 'ApiTask'), 'api', 'container'), 'application', 'keepAliveSeconds'),
    undecided(at('ApiTask'), 'parameter', 'AppSg'),
    undecided(at('ApiTask'), 'parameter', 'AppSg'),
    undecided(at('ApiTask'), 'parameter', 'AppSg', rule({ id: 'another-rule' })),
  ];
  const shown = (list: typeof all) =>
    jsonReport(report({ undecided: list }), tool).coverage.undecided.map((u) => `${u.line} ${u.rule} ${u.supply}`);
  expect(shown(all)).toEqual([
    '3 another-rule --parameter AppSg=…',
    '3 sg-target-blocks-alb --parameter AppSg=…',
    '3 sg-target-blocks-alb assume: keepAliveSeconds for api',
    '5 sg-target-blocks-alb null',
  ]);
  expect(shown([...all].reverse())).toEqual(shown(all));
});

test('a finding without a fix says null', () => {
  const [one] = jsonReport(report({ findings: [finding(label(api, '80', 'x'))] }), tool).findings;
  expect(one?.fix).toBeNull();
  expect(one?.suppressed).toBeNull();
});

test('findings are counted by their own severity, not their rule’s', () => {
  const as = (severity: 'error' | 'warning' | 'info') => finding(label(api, '80', 'x'), { severity });
  expect(summarise(report({ findings: [as('info'), as('warning'), as('info')] }))).toEqual({
    error: 0,
    warning: 1,
    info: 2,
    suppressed: 0,
  });
});
