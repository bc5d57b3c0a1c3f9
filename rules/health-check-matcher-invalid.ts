import { type Ask, defineRule, isHttp, type Problem, show, type TargetGroup, type Value } from '../src/rule.ts';

export default defineRule({
  id: 'health-check-matcher-invalid',
  title: 'the codes that count as healthy are none that AWS accepts',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    \`Matcher\` lists codes and ranges, such as \`200,202\` or \`200-299\`: HTTP codes from 200 to 499 for HTTP/1.1 and
    HTTP/2, gRPC codes from 0 to 99 for gRPC. Elastic Load Balancing answers anything else with a ValidationError, and
    the stack fails; 5xx counts as healthy on Network Load Balancers only.
  `,
  remedy: `
    List the codes that the health check page answers with, and nothing else: mostly \`200\`, or \`0\`
    for gRPC.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Matcher.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html',
  ],

  over: 'targetGroup',
  check({ targetGroup }, { need }) {
    const http = targetGroup.property('Matcher.HttpCode');
    const grpc = targetGroup.property('Matcher.GrpcCode');
    if (http.kind === 'defaulted' && grpc.kind === 'defaulted') return;
    if (need(targetGroup.targetType) !== 'lambda' && !isHttp(need(targetGroup.protocol))) return;
    const isGrpc = need(targetGroup.protocolVersion) === 'GRPC';
    const [own, other] = isGrpc ? [grpc, http] : [http, grpc];
    const kind = isGrpc ? 'gRPC' : 'HTTP';
    if (own.kind === 'defaulted') return strange(targetGroup, other, kind, need);
    return ofCodes(targetGroup, own, isGrpc ? { kind, from: 0, to: 99 } : { kind, from: 200, to: 499 }, need);
  },
});

interface Codes {
  readonly kind: string;
  readonly from: number;
  readonly to: number;
}

/** Codes of the other kind only. */
function strange(targetGroup: TargetGroup, written: Value<unknown>, kind: string, need: Ask['need']): Problem {
  need(written);
  const other = kind === 'gRPC' ? 'HTTP' : 'gRPC';
  return {
    message: `\`${targetGroup.id}\` is checked over ${kind}, but the codes that count as healthy are ${other} codes, ${show(written)}`,
    severity: 'warning',
    confidence: 'likely',
    status: ['502', '503', 'deploy'],
    at: [written, `codes of ${other}`],
    because: [[targetGroup.protocolVersion, `requests and health checks speak ${need(targetGroup.protocolVersion)}`]],
  };
}

function ofCodes(
  targetGroup: TargetGroup,
  written: Value<string | undefined>,
  { kind, from, to }: Codes,
  need: Ask['need'],
): Problem | undefined {
  const text = need(written) ?? '';
  const counts = `\`${targetGroup.id}\` takes ${text === '' ? 'no code' : show(written)} for healthy`;
  const accepts = `AWS accepts ${kind} codes from ${from} to ${to}`;
  const parts = text.split(',').map((part) => /^(\d+)(?:-(\d+))?$/.exec(part.trim()));
  for (const part of parts) {
    if (!part)
      return {
        message: `${counts}, but AWS accepts codes and ranges with commas between them, such as ${kind === 'gRPC' ? '`0,12`' : '`200,202` or `200-299`'}`,
        at: [written, 'neither codes nor ranges'],
      };
    const [, low = '', high = low] = part;
    if (Number(low) < from || Number(high) > to)
      return { message: `${counts}, but ${accepts}`, at: [written, accepts] };
    if (Number(low) > Number(high))
      return {
        message: `${counts}, but the range \`${low}-${high}\` ends before it begins`,
        at: [written, `${low} is above ${high}`],
      };
  }
  if (!/\s/.test(text.trim())) return undefined;
  return {
    message: `${counts}, but AWS describes lists of codes without spaces`,
    severity: 'info',
    confidence: 'possible',
    at: [written, 'a space in the list'],
  };
}
