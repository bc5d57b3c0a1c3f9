import type { Rule } from '../rule.ts';
import { notices } from '../suppression/notices.ts';

const repository = 'https://github.com/alb-lint/alb-lint';

/** The page that documents a rule. */
export const docsOf = ({ id, docs }: Rule): string => docs ?? pageOf(id);

const pageOf = (id: string): string =>
  notices.some((notice) => notice.id === id)
    ? `${repository}#findings-you-choose-to-live-with`
    : `${repository}/blob/main/rules/README.md#${id}`;
