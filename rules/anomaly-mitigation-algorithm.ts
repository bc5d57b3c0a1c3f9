import { defineRule, show } from '../src/rule.ts';

export default defineRule({
  id: 'anomaly-mitigation-algorithm',
  title: 'anomaly mitigation is on without the algorithm that it is a part of',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    Anomaly mitigation takes requests away from targets that answer with more errors than others, by lowering their
    weight. Only weighted random has weights: with another algorithm, or with none written, which is round robin, Elastic
    Load Balancing rejects the attribute, so creating or updating the target group fails.
  `,
  remedy: `
    Set \`load_balancing.algorithm.type\` to \`weighted_random\`, or leave anomaly mitigation out.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html#automatic-target-weights',
  ],

  over: 'targetGroup',
  check({ targetGroup }, { need }) {
    const { algorithm, attributes } = targetGroup;
    const mitigation = attributes.get('load_balancing.algorithm.anomaly_mitigation');
    if (need(mitigation) !== 'on' || need(algorithm) === 'weighted_random') return;
    return {
      message: `\`${targetGroup.id}\` mitigates anomalies, which \`weighted_random\` alone does, but its algorithm is ${show(algorithm)}`,
      at: [mitigation, 'lowers the weight of failing targets'],
      because: [[algorithm, 'knows no weights']],
    };
  },
});
