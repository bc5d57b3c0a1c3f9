/** How a program writes a time. `guess`: milliseconds from 1000 on, seconds below. */
export type Unit = 'seconds' | 'milliseconds' | 'spring' | 'timespan' | 'guess';

const springUnits: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
  d: 86400,
};

/** Seconds, or nothing where the program would not accept the text or we do not know what it makes of it. */
export function seconds(text: string, unit: Unit): number | undefined {
  const trimmed = text.trim();
  switch (unit) {
    case 'seconds':
      return number(trimmed);
    case 'milliseconds':
      return scaled(number(trimmed), 1e-3);
    case 'guess': {
      const value = number(trimmed);
      return value !== undefined && value >= 1000 ? value / 1000 : value;
    }
    case 'spring':
      return springDuration(trimmed);
    case 'timespan':
      return timeSpan(trimmed);
  }
}

/** A whole number of seconds as the program takes it. */
export function written(value: number, unit: Unit, like: string): string {
  switch (unit) {
    case 'seconds':
      return String(value);
    case 'milliseconds':
      return String(value * 1000);
    case 'guess':
      return String(Number(like) >= 1000 ? value * 1000 : value);
    case 'spring':
      return `${value}s`;
    case 'timespan':
      return [Math.floor(value / 3600), Math.floor(value / 60) % 60, value % 60]
        .map((n) => String(n).padStart(2, '0'))
        .join(':');
  }
}

const number = (text: string): number | undefined => (/^\d+(\.\d+)?$/.test(text) ? Number(text) : undefined);

const scaled = (value: number | undefined, factor: number): number | undefined =>
  value === undefined ? undefined : value * factor;

/** https://docs.spring.io/spring-boot/reference/features/external-config.html#features.external-config.typesafe-configuration-properties.conversion.durations */
function springDuration(text: string): number | undefined {
  const simple = /^(\d+)(ns|us|ms|s|m|h|d)?$/i.exec(text);
  if (simple) return scaled(number(simple[1] ?? ''), springUnits[(simple[2] ?? 'ms').toLowerCase()] ?? 1);
  const iso = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/i.exec(text);
  if (!iso || !/\d/.test(text)) return undefined;
  const [days, hours, minutes, secs] = iso.slice(1).map((part) => Number(part ?? 0));
  return (days ?? 0) * 86400 + (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (secs ?? 0);
}

/** `[d.]hh:mm[:ss[.ff]]`; a lone number is days. https://learn.microsoft.com/en-us/dotnet/api/system.timespan.parse */
function timeSpan(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text) * 86400;
  const parts = /^(?:(\d+)\.)?(\d{1,2}):(\d{1,2})(?::(\d{1,2}(?:\.\d+)?))?$/.exec(text);
  if (!parts) return undefined;
  const [days, hours, minutes, secs] = parts.slice(1).map((part) => Number(part ?? 0));
  return (days ?? 0) * 86400 + (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (secs ?? 0);
}
