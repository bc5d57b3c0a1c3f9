import causes from '../../rules/causes.ts';
import rules from '../../rules/index.ts';
import { explain, topics } from '../formats/explain.ts';
import type { Rule } from '../rule.ts';
import { notices } from '../suppression/notices.ts';
import { terminalWidth } from './terminal.ts';

const ours: readonly Rule[] = [...rules, ...notices];

/** The page about a status code, one of our rules or one of the user's own; nothing where it is about none of them. */
export const page = (topic: string, own: readonly Rule[] = []): string | undefined =>
  explain(topic, [...ours, ...own], causes, Math.min(terminalWidth() ?? 100, 100));

/** Every topic that there is a page about. */
export const pages = (own: readonly Rule[]): readonly string[] => topics([...ours, ...own], causes);
