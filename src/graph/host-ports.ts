import { isSurely } from '../value.ts';
import type { Service } from './ecs.ts';

/** Whether tasks are known to take ports of their instances that are fixed: nothing for a verdict to rest on. */
export function holdsHostPorts({ taskDefinition, fargate }: Service): boolean {
  if (taskDefinition.kind === 'unknown' || isSurely(fargate, true)) return false;
  const { networkMode, containers } = taskDefinition.value;
  if (containers.kind === 'unknown') return false;
  if (!isSurely<string>(networkMode, 'bridge') && !isSurely<string>(networkMode, 'host')) return false;
  const ports = containers.value.flatMap((container) =>
    container.ports.kind === 'unknown' ? [] : container.ports.value,
  );
  return ports.some(({ hostPort }) => hostPort.kind !== 'unknown' && hostPort.value !== 'dynamic');
}
