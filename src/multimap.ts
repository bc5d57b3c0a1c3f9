/** Adds an item to those of a key; the first one begins their list. */
export function append<K, V>(map: Map<K, V[]>, key: K, item: V): void {
  const items = map.get(key);
  if (items) items.push(item);
  else map.set(key, [item]);
}
