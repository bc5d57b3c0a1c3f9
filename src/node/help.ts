export const help = `alb-lint finds the relations between AWS resources that make an
Application Load Balancer answer 502, 503 or 504, before you deploy.

Usage:
  alb-lint [options] [file | directory | glob | -] ...
  alb-lint explain <rule id | status code>
  alb-lint rules
  alb-lint init
  alb-lint baseline [options] [file | directory | glob | -] ...

Without names \`alb-lint\` checks what the configuration lists under \`files:\`.
\`init\` writes a commented alb-lint.yaml for what it finds in this folder, where
there is none. \`baseline\` writes what is found now to alb-lint-baseline.json, or
to the file of --output, so that --baseline reports only what is new.

Templates are CloudFormation in YAML or JSON; \`-\` reads one from standard input.
Files of ECS task definitions and services are read as well, joined by family.
Directories are searched for .yaml, .yml, .json and .template files, and what is
no template, or ignored by git, is left out. A CDK cloud assembly (cdk.out) is
read by its manifest.

What the templates leave open:
  --parameters FILE      values of parameters in JSON or YAML: the AWS CLI's
                         list, CodePipeline's { "Parameters": {} }, a plain map
  --parameter NAME=VALUE one value; wins over --parameters; may be repeated
  --task-definition NAME=FILE
                         the file of the task definition that this parameter or
                         family names; may be repeated

The configuration is alb-lint.yaml, .yml or .json, or \`albLint\` in package.json,
in this folder or the nearest one above that has it:
  files, parameters, assume, stacks, rules, ignore
                         \`alb-lint init\` explains each
  --config FILE          this configuration and no other
  --print-config         what holds here, the command line included

What is checked:
  --rule ID              only this rule; may be repeated
  --ignore ID            not this rule; may be repeated
  --baseline FILE        nothing that is in this baseline
  --strict               also what too many good templates trip over
  --if-template          pass over named files that are no template, as hooks
                         that are given every changed file need it

Findings to live with are named where they are, each with the reason:
  # alb-lint: ignore[rule-id] reason
                         on a line that the finding underlines, or above it
  Metadata: { alb-lint: { ignore: [{ id: rule-id, reason: ... }] } }
                         at a resource, for JSON and CDK

How much is looked at:
  --max-file-size MB     of each file, 5 unless said otherwise
  --max-copies N         values that aliases or loops add to a template, 100000
  --max-stacks N         stacks that are nested in one, 2000
  --max-scenarios N      combinations of conditions for each check, 64

What is reported:
  --format FORMAT[=FILE] pretty (default), compact, github, gitlab, json, junit,
                         markdown or sarif; may be repeated with files
  -o, --output FILE      write the report to a file
  --fail-on SEVERITY     exit with 1 from this severity on:
                         error, warning (default), info, never
  -q, --quiet            leave out notes and the summary; silent if all is well
  --color WHEN           auto (default), always or never; \`auto\` heeds NO_COLOR
                         and FORCE_COLOR
  --verbose              what was taken as what and what was passed over, and
                         stack traces of our own failures
  --timings              where the time went, on standard error

  -h, --help             this text
  -v, --version          the version

Exit status:
  0  nothing at or above --fail-on
  1  findings
  2  the job could not be done: unreadable input, a bad option, a crash of ours
`;
