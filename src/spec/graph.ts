// Of what uses what. A chain may be as long as a file: nothing here calls itself.

type Uses<T> = (one: T) => Iterable<T>;

/** The starts and all that they use, each after what it uses. A circle ends where it began. */
export function inOrderOfUse<T>(starts: Iterable<T>, uses: Uses<T>): T[] {
  const seen = new Set<T>();
  const ordered: T[] = [];
  for (const start of starts) {
    if (seen.has(start)) continue;
    seen.add(start);
    const open = [{ one: start, left: uses(start)[Symbol.iterator]() }];
    for (let top = open.at(-1); top; top = open.at(-1)) {
      const { value, done } = top.left.next();
      if (done) {
        ordered.push(top.one);
        open.pop();
      } else if (!seen.has(value)) {
        seen.add(value);
        open.push({ one: value, left: uses(value)[Symbol.iterator]() });
      }
    }
  }
  return ordered;
}

/** Those that use themselves, directly or by way of others (Kosaraju: what is reached both ways belongs together). */
export function inCircles<T>(all: readonly T[], uses: Uses<T>): Set<T> {
  const users = new Map<T, T[]>();
  for (const one of all) {
    for (const used of uses(one)) {
      const known = users.get(used);
      if (known) known.push(one);
      else users.set(used, [one]);
    }
  }
  const found = new Set<T>();
  const done = new Set<T>();
  for (const one of inOrderOfUse(all, uses).reverse()) {
    if (done.has(one)) continue;
    const together = inOrderOfUse([one], (inner) => (users.get(inner) ?? []).filter((user) => !done.has(user)));
    for (const member of together) {
      done.add(member);
      if (together.length > 1 || [...uses(member)].includes(member)) found.add(member);
    }
  }
  return found;
}
