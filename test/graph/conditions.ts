import type { RuleCondition } from '../../src/graph/load-balancing.ts';
import { hidden, known } from './acls.ts';

/** What begins with a question mark is hidden. */
export const saidBy = (text: string) => (text.startsWith('?') ? hidden(text) : known(text));

/** From `field values`, of headers `http-header:Name values`; what begins with a question mark is hidden. */
export function condition(written: string): RuleCondition {
  const [what = '', ...rest] = written.split(' ');
  const [field = '', header] = what.split(':');
  const [values, regexes] = rest.join(' ').split(' ~ ');
  return {
    span: known('').span,
    field: saidBy(field),
    header: header === undefined ? known(undefined) : saidBy(header),
    values: values?.startsWith('??') ? hidden(values) : known((values ?? '').split(' ').filter(Boolean).map(saidBy)),
    regexValues: regexes?.startsWith('?') ? hidden(regexes) : known(regexes ? [known(regexes)] : []),
  } as RuleCondition;
}
