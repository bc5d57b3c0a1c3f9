import { spend } from '../effort.ts';
import { append } from '../multimap.ts';
import type { Cell, Scenarios } from '../scenario.ts';
import { isSurely, map, same, type Value } from '../value.ts';
import type { Listener, ListenerRule, RuleCondition } from './load-balancing.ts';
import type { Parts } from './parts.ts';
import type { ListenerRuleUse } from './subjects.ts';

/** Finds, for one rule of a listener, those of the others that it has to be compared with; in the order they came in. */
type Rivals = (rule: ListenerRule) => readonly ListenerRule[];

/** The rules of each listener, and which of them have to be compared with each other. */
export class ListenerRules {
  readonly #parts: Parts;
  readonly #scenarios: Scenarios;
  readonly #known = new Map<Listener, Cell<readonly ListenerRule[]>>();
  readonly #unknown = new Map<string, Cell<readonly ListenerRule[]>>();
  readonly #priorities = new Map<Listener | string, Cell<Rivals>>();
  readonly #requests = new Map<Listener | string, Cell<Rivals>>();

  constructor(parts: Parts, scenarios: Scenarios) {
    this.#parts = parts;
    this.#scenarios = scenarios;
    scenarios.whenForgetting(() => {
      for (const cells of [this.#known, this.#unknown, this.#priorities, this.#requests]) cells.clear();
    });
  }

  /** The rules that are known to be a listener's own. */
  of(listener: Listener): readonly ListenerRule[] {
    const { listenerRules } = this.#parts;
    return this.#once(this.#known, listener, () =>
      this.#parts.namersOf(listenerRules, listener).filter((rule) => rule.exists && isSurely(rule.listener, listener)),
    );
  }

  /** Every rule of the listener of a rule, which need not be known for that. */
  #beside({ listener }: ListenerRule): readonly ListenerRule[] {
    if (listener.kind !== 'unknown') return this.of(listener.value);
    return this.#once(this.#unknown, listener.symbol, () =>
      this.#parts.listenerRules.filter((rule) => rule.exists && same(rule.listener, listener) === true),
    );
  }

  /** A rule with the others of its listener. */
  use(rule: ListenerRule): ListenerRuleUse {
    const { listener } = rule;
    const key = listener.kind === 'unknown' ? listener.symbol : listener.value;
    const rivals = (known: Map<Listener | string, Cell<Rivals>>, among: (rules: readonly ListenerRule[]) => Rivals) =>
      this.#once(known, key, () => among(this.#beside(rule)))(rule);
    return {
      rule,
      siblings: () => this.#beside(rule).filter((other) => other !== rule),
      sharingPriority: () => rivals(this.#priorities, sharingPriority),
      sharingRequests: () => rivals(this.#requests, sharingRequests),
    };
  }

  #once<K, V>(known: Map<K, Cell<V>>, key: K, compute: () => V): V {
    const cell = known.get(key) ?? {};
    known.set(key, cell);
    return this.#scenarios.memo(cell, compute);
  }
}

/** The other rules whose priority may be that of a rule. */
function sharingPriority(rules: readonly ListenerRule[]): Rivals {
  const byPriority = new Map<number | undefined, Place[]>();
  for (const place of placesOf(rules)) append(byPriority, known(place.rule.priority), place);
  const unsure = byPriority.get(undefined) ?? [];
  return (rule) => {
    const mine = known(rule.priority);
    const rivals = mine === undefined ? rules : inOrder([...(byPriority.get(mine) ?? []), ...unsure]);
    return rivals.filter((rival) => rival !== rule);
  };
}

/**
 * The other rules whose conditions may admit all that a rule waits for. A pattern admits nothing that does not begin with
 * the text before its first wildcard, so that rules are found by that.
 */
function sharingRequests(rules: readonly ListenerRule[]): Rivals {
  const byBeginning = new Map<string, Place[]>();
  const rest: Place[] = [];
  const lengths = new Set<number>();
  for (const place of placesOf(rules)) {
    const beginnings = beginningsOf(place.rule);
    if (!beginnings) rest.push(place);
    for (const beginning of beginnings ?? []) {
      append(byBeginning, beginning, place);
      lengths.add(beginning.length);
    }
  }
  return (rule) => {
    const texts = firstTexts(rule);
    const rivals = texts?.flatMap((text) =>
      [...lengths].flatMap((length) => byBeginning.get(text.slice(0, length)) ?? []),
    );
    spend(rivals?.length ?? rules.length);
    return (rivals ? inOrder([...rivals, ...rest]) : rules).filter((rival) => rival !== rule);
  };
}

interface Place {
  readonly rule: ListenerRule;
  readonly index: number;
}

const placesOf = (rules: readonly ListenerRule[]): readonly Place[] => rules.map((rule, index) => ({ rule, index }));

const inOrder = (places: readonly Place[]): readonly ListenerRule[] =>
  [...new Set(places)].sort((a, b) => a.index - b.index).map(({ rule }) => rule);

const known = <T>(value: Value<T>): T | undefined => (value.kind === 'unknown' ? undefined : value.value);

/** With the field before it: paths and hosts do not meet. */
const keyOf = (field: string, text: string): string =>
  `${field} ${field === 'host-header' ? text.toLowerCase() : text}`;

const isPattern = ({ field }: RuleCondition): boolean =>
  known(field) === 'path-pattern' || known(field) === 'host-header';

/** What one of its conditions wants requests to begin with; nothing where that is not known, or is anything. */
function beginningsOf({ conditions }: ListenerRule): readonly string[] | undefined {
  for (const { field, header, values } of known(conditions)?.filter(isPattern) ?? []) {
    const texts = known(values)?.map(known);
    if (header.kind === 'unknown' || !texts?.every((text) => text !== undefined)) continue;
    const beginnings = texts.map((text) => text.slice(0, text.search(/[*?]|$/)));
    if (beginnings.every((beginning) => beginning.length > 1))
      return beginnings.map((beginning) => keyOf(known(field) ?? '', beginning));
  }
  return undefined;
}

/** The first text of each of its conditions, which something wider begins like; nothing where one is not known. */
function firstTexts({ conditions }: ListenerRule): readonly string[] | undefined {
  const texts = known(conditions)
    ?.filter(isPattern)
    .map(({ field, header, values }) => {
      if (header.kind === 'unknown' || values.kind === 'unknown') return undefined;
      const [first] = values.value;
      return first ? known(map(first, (text) => keyOf(known(field) ?? '', text))) : '';
    });
  return texts?.every((text) => text !== undefined) ? texts : undefined;
}
