import { type Container, defineRule, type Problem, set, show } from '../src/rule.ts';

export default defineRule({
  id: 'container-health-check-invalid',
  title: "a setting of a container's health check lies outside what ECS accepts",
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    ECS takes an interval of 5 to 300 seconds, a time-out of 2 to 60 seconds, 1 to 10 retries and a start period of 0 to
    300 seconds for a container's health check, and a command that is not empty. It does not register a task definition
    with anything else, and the stack fails.
  `,
  remedy: `
    Bring the value into the range, and say what to run. An application that takes longer than 300 seconds to start needs more retries or a
    longer interval as well.
  `,
  references: ['https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html'],

  over: 'taskDefinition',
  check(task, { need }) {
    return need(task.containers).flatMap((container: Container): readonly Problem[] => {
      const check = need(container.healthCheck);
      if (!check) return [];
      const ranges = [
        { name: 'Interval', field: check.interval, from: 5, to: 300, unit: ' s' },
        { name: 'Timeout', field: check.timeout, from: 2, to: 60, unit: ' s' },
        { name: 'Retries', field: check.retries, from: 1, to: 10, unit: '' },
        { name: 'StartPeriod', field: check.startPeriod, from: 0, to: 300, unit: ' s' },
      ];
      const outside = ranges.flatMap(({ name, field, from, to, unit }): readonly Problem[] => {
        if (field.kind === 'defaulted') return [];
        const value = need(field);
        if (from <= value && value <= to && Number.isInteger(value)) return [];
        return [
          {
            message: `\`${name}\` of the health check of \`${container.id}\` is ${show(field, unit)}, but ECS accepts ${from} to ${to}${unit}`,
            at: [field, `ECS accepts ${from} to ${to}`],
            fix: {
              title: 'take the nearest value that ECS accepts',
              safety: 'review',
              set: [set(field, Math.min(to, Math.max(from, Math.round(value))))],
            },
          },
        ];
      });
      if (need(check.command).length > 0) return outside;
      const message = `the health check of \`${container.id}\` has no command to run`;
      return [...outside, { message, at: [check, 'ECS wants a command'] }];
    });
  },
});
