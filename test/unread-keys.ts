// A validator that does not refuse unknown fields still tells them: it never reads them.

export interface Watched {
  /** Looks like the value that was given. */
  readonly value: unknown;
  readonly visits: readonly Visit[];
}

interface Visit {
  readonly pointer: string;
  readonly target: object;
  /** Whatever was asked for, there or not. */
  readonly asked: ReadonlySet<PropertyKey>;
}

export function watch(value: unknown): Watched {
  const visits: Visit[] = [];
  return { value: watchBelow(value, "", visits), visits };
}

/** JSON pointers. An object of which no field was asked for is free-form: its schema names none. */
export function unreadKeys({ visits }: Watched): string[] {
  const keys = visits
    .filter(({ asked }) => asked.size > 0)
    .flatMap(({ target, asked, pointer }) =>
      Object.keys(target)
        .filter((key) => !asked.has(key))
        .map((key) => pointerTo(pointer, key)),
    );
  return [...new Set(keys)];
}

function watchBelow(value: unknown, pointer: string, visits: Visit[]): unknown {
  if (typeof value !== "object" || value === null) return value;
  const asked = new Set<PropertyKey>();
  const children = new Map<PropertyKey, unknown>();
  visits.push({ pointer, target: value, asked });
  return new Proxy(value, {
    get(target, key) {
      asked.add(key);
      if (!children.has(key)) children.set(key, watchBelow(Reflect.get(target, key), pointerTo(pointer, String(key)), visits));
      return children.get(key);
    },
  });
}

const pointerTo = (parent: string, key: string): string => `${parent}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
