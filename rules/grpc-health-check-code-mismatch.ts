import { defineRule, holdsCode, isHttp, set, show } from '../src/rule.ts';

export default defineRule({
  id: 'grpc-health-check-code-mismatch',
  title: 'a gRPC health check calls a method that no server has, and does not accept the answer to that',
  status: ['502', '503', 'deploy'],
  during: 'always',
  severity: 'warning',
  why: `
    Health checks of a gRPC target group call \`/AWS.ALB/healthcheck\` where no path is written. No server implements it,
    so each answers with code 12 (UNIMPLEMENTED), which is the code that counts as healthy by default. With another code
    in \`Matcher\` and no method of the application's own in \`HealthCheckPath\`, a server that works is unhealthy for
    ever, and ECS replaces its tasks without end.
  `,
  remedy: `
    Let \`HealthCheckPath\` be a method that the application implements: \`/grpc.health.v1.Health/Check\`, with
    \`GrpcCode: "0"\`, where it has the standard health service.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Matcher.html',
    'https://github.com/grpc/grpc/blob/master/doc/health-checking.md',
  ],

  over: 'targetGroup',
  check({ targetGroup }, { need }) {
    if (!isHttp(need(targetGroup.protocol)) || need(targetGroup.protocolVersion) !== 'GRPC') return;
    const { path, grpcCodes } = targetGroup.healthCheck;
    if (grpcCodes.kind === 'defaulted' || holdsCode(need(grpcCodes), 12)) return;
    const method = need(path);
    if (method !== '/' && method !== '/AWS.ALB/healthcheck') return;
    return {
      message: `health checks of \`${targetGroup.id}\` call ${show(path)}, which servers answer with 12 (UNIMPLEMENTED), but only ${show(grpcCodes)} counts as healthy`,
      confidence: 'likely',
      at: [grpcCodes, 'does not hold 12'],
      because: [
        [
          path,
          path.kind === 'defaulted'
            ? 'no HealthCheckPath: AWS calls /AWS.ALB/healthcheck'
            : 'no server has this method',
        ],
      ],
      fix: {
        title: 'call the standard health service',
        safety: 'review',
        set: [
          set(path, '/grpc.health.v1.Health/Check'),
          ...(holdsCode(need(grpcCodes), 0) ? [] : [set(grpcCodes, '0')]),
        ],
      },
    };
  },
});
