import {
  type Expression,
  entries,
  everyStatement,
  functionBody,
  inside,
  isGroup,
  isName,
  isOperator,
  literal,
  pairOf,
  pairs,
  statements,
  text,
} from "./elixir/terms.ts";
import type { ElixirFile } from "./elixir-files.ts";
import { type Fact, guess, likely, type Place, sure } from "./fact.ts";

// mix.exs: names, releases and dependencies.

export interface Mixfile {
  readonly file: string;
  /** The directory it is in, with a slash at its end; empty for the project's own. */
  readonly directory: string;
  readonly app: Fact<string> | undefined;
  readonly version: Fact<string> | undefined;
  readonly elixir: Fact<string> | undefined;
  /** Where the applications of an umbrella are. */
  readonly appsPath: Fact<string> | undefined;
  readonly releases: readonly DeclaredRelease[];
  /** What mix release makes where it is told no name. */
  readonly defaultRelease: Fact<string> | undefined;
  readonly dependencies: readonly Dependency[];
  /** The way from an application of an umbrella to the top. */
  readonly umbrella: Fact<string> | undefined;
}

/** One entry of releases:. */
export interface DeclaredRelease {
  readonly name: string;
  readonly at: Place;
  readonly applications: readonly string[];
  /** include_executables_for: has no unix. */
  readonly isWithoutScripts: boolean;
  /** Where validate_compile_env, cookie and the like are no question of ours. */
  readonly cookie: Place | undefined;
}

interface Dependency {
  readonly name: string;
  readonly at: Place;
  /** As it is asked for. */
  readonly requirement: string | undefined;
}

export function readMixfile({ file, nodes }: ElixirFile): Mixfile {
  const project = listIn(functionBody(nodes, "project"), nodes);
  const fact = (key: string): Fact<string> | undefined => {
    const pair = pairOf(project, key);
    const value = pair && textOrAttribute(pair.value, nodes);
    return pair && value !== undefined ? sure(value, { file, line: pair.line }, `${key}: in mix.exs`) : undefined;
  };
  return {
    file,
    directory: file.slice(0, -"mix.exs".length),
    app: fact("app"),
    version: fact("version"),
    elixir: fact("elixir"),
    appsPath: fact("apps_path"),
    umbrella: fact("build_path"),
    defaultRelease: fact("default_release"),
    releases: releases(project, nodes, file),
    dependencies: dependencies(project, nodes, file),
  };
}

/** The list that a function returns: its last statement, or what it calls. */
function listIn(body: Expression | undefined, nodes: Expression, depth = 0): Expression | undefined {
  const last = statements(body ?? []).at(-1);
  const list = inside(last, "[");
  if (list) return list;
  return last && depth < 4 ? meaning(last, nodes, depth + 1) : undefined;
}

/** What a call of a function of this file, or an attribute, stands for: deps(), @deps, [...] ++ other(). */
function meaning(value: Expression, nodes: Expression, depth = 0): Expression | undefined {
  const list = inside(value, "[");
  if (list) return list;
  const [first, second] = value;
  const joined = value.findIndex((node) => isOperator(node, "++"));
  if (joined > 0) {
    const comma = { kind: "operator", text: ",", line: 0, isTight: true } as const;
    return [...(meaning(value.slice(0, joined), nodes, depth) ?? []), comma, ...(meaning(value.slice(joined + 1), nodes, depth) ?? [])];
  }
  if (isOperator(first, "@") && second?.kind === "name") return meaningOfAttribute(second.text, nodes);
  return first?.kind === "name" && value.length <= 2 && depth < 4 ? listIn(functionBody(nodes, first.text), nodes, depth + 1) : undefined;
}

const meaningOfAttribute = (name: string, nodes: Expression): Expression | undefined => inside(attribute(name, nodes), "[");

/** @name value */
function attribute(name: string, nodes: Expression): Expression | undefined {
  for (const statement of everyStatement(nodes)) {
    const [at, word, ...value] = statement;
    if (isOperator(at, "@") && isName(word, name) && value.length > 0) return value;
  }
  return undefined;
}

function textOrAttribute(value: Expression, nodes: Expression): string | undefined {
  const [first, second] = value;
  return isOperator(first, "@") && second?.kind === "name" && value.length === 2 ? text(attribute(second.text, nodes)) : text(value);
}

function releases(project: Expression | undefined, nodes: Expression, file: string): DeclaredRelease[] {
  const value = pairOf(project, "releases")?.value;
  const list = value && meaning(value, nodes);
  return pairs(list ?? []).map(({ key, value, line }) => {
    const options = inside(value, "[") ?? meaning(value, nodes) ?? [];
    const executables = inside(pairOf(options, "include_executables_for")?.value, "[");
    const cookie = pairOf(options, "cookie");
    return {
      name: key,
      at: { file, line },
      applications: pairs(inside(pairOf(options, "applications")?.value, "[") ?? []).map((pair) => pair.key),
      isWithoutScripts: executables !== undefined && !entries(executables).some((entry) => literal(entry) === "unix"),
      cookie: cookie && { file, line: cookie.line },
    };
  });
}

/** What runs in production: not what is for dev, test or the build alone. */
function dependencies(project: Expression | undefined, nodes: Expression, file: string): Dependency[] {
  const value = pairOf(project, "deps")?.value;
  const list = (value && meaning(value, nodes)) ?? listIn(functionBody(nodes, "deps"), nodes);
  return entries(list ?? []).flatMap(([tuple]): Dependency[] => {
    if (!isGroup(tuple, "{")) return [];
    const [first, ...rest] = entries(tuple.items);
    const name = first?.[0]?.kind === "atom" ? first[0].text : undefined;
    if (name === undefined) return [];
    const options = rest.flatMap((entry) => pairs(entry));
    const only = options.find(({ key }) => key === "only");
    if (only && !isForProduction(only.value)) return [];
    return [{ name, at: { file, line: tuple.line }, requirement: text(rest[0]) }];
  });
}

function isForProduction(value: Expression): boolean {
  const list = inside(value, "[");
  return list ? entries(list).some((entry) => literal(entry) === "prod") : literal(value) === "prod";
}

/** mix.lock: name -> version. */
export function readLock(nodes: Expression): ReadonlyMap<string, { readonly version: string; readonly at: Place }> {
  const map = nodes.find((node) => isGroup(node, "{"));
  const found = new Map<string, { version: string; at: Place }>();
  for (const { key, value, line } of pairs(isGroup(map, "{") ? map.items : [])) {
    const version = text(entries(inside(value, "{") ?? [])[2]);
    if (version !== undefined && /^\d/.test(version)) found.set(key, { version, at: { file: "mix.lock", line } });
  }
  return found;
}

/** Whether calls of a library can be expected, and its version as far as it is known. */
export type Library = (name: string) => Fact<string> | undefined;

export function libraries(mixfiles: readonly Mixfile[], lock: ReturnType<typeof readLock>): Library {
  return (name) => {
    const dependency = mixfiles.flatMap(({ dependencies }) => dependencies).find((one) => one.name === name);
    const locked = lock.get(name);
    if (dependency) {
      if (locked) return sure(locked.version, dependency.at, `${locked.version} in mix.lock`);
      const asked = /\d+(\.\d+)*/.exec(dependency.requirement ?? "")?.[0];
      return asked === undefined
        ? sure("unknown", dependency.at, "no version in mix.lock")
        : likely(asked, dependency.at, `${dependency.requirement}, and no mix.lock`);
    }
    // Also in a lock because another library needs it.
    return locked && mixfiles.every(({ dependencies }) => dependencies.length === 0)
      ? guess(locked.version, "in mix.lock; no list of dependencies was found", locked.at)
      : undefined;
  };
}

/** Whether a version such as 1.7.2 is at least 1.7; undefined where it has no number. */
export function atLeast(version: string, wanted: string): boolean | undefined {
  const [a, b] = [version, wanted].map((text) => text.split(".").map(Number)) as [number[], number[]];
  if (a.length < 2 || a.some(Number.isNaN)) return version === "" ? undefined : (a[0] ?? 0) > (b[0] ?? 0) ? true : undefined;
  for (let i = 0; i < b.length; i++) if ((a[i] ?? 0) !== (b[i] ?? 0)) return (a[i] ?? 0) > (b[i] ?? 0);
  return true;
}
