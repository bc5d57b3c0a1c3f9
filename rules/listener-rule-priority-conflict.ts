import { defineRule, type Label, show } from '../src/rule.ts';

export default defineRule({
  id: 'listener-rule-priority-conflict',
  title: 'two rules of one listener have the same priority',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    A listener tries its rules in the order of their priorities, so each priority may be taken once. Elastic Load
    Balancing refuses the second rule with "Priority '10' is currently in use", the stack rolls back, and which of the
    two rules is refused changes from one deployment to the next, since CloudFormation creates them at the same time.
  `,
  remedy: `
    Give each rule of the listener a priority of its own; leave gaps between them, so that rules can be put in between.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-listenerrule.html',
  ],

  over: 'listenerRule',
  check({ rule, sharingPriority }, { need, peek, same }) {
    // Of each pair, the rule whose name comes later is told of the other one. Templates side by side may be
    // alternatives of each other, so that only rules of one template are sure to meet.
    const others = sharingPriority().filter(({ key, span }) => key < rule.key && span.file === rule.span.file);
    const other = others.find(({ priority }) => same(priority, rule.priority) === true);
    if (!other) {
      for (const { priority } of others) [rule.priority, priority].map(need);
      return;
    }

    const [name, otherName] = rule.id === other.id ? [rule.key, other.key] : [rule.id, other.id];
    const at: Label = [rule.priority, 'a listener takes each priority once'];
    const because: Label[] = [[other.priority, `\`${otherName}\` has it already`]];
    if (rule.priority.kind === 'unknown')
      return {
        message: `\`${name}\` and \`${otherName}\` of one listener both take their priority from ${rule.priority.reason.kind} \`${rule.priority.reason.name}\``,
        at,
        because,
      };
    peek(rule.priority);
    peek(other.priority);
    return {
      message: `\`${name}\` has priority ${show(rule.priority)}, which \`${otherName}\` of the same listener has too`,
      at,
      because,
    };
  },
});
