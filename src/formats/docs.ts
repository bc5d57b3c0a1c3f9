import type { Rule } from '../rule.ts';

/** The page that documents a rule. */
export const docsOf = ({ id }: Rule): string => `https://github.com/alb-lint/alb-lint/blob/main/rules/README.md#${id}`;
