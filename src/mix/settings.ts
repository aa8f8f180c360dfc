import { callOf, type Expression, entries, inside, isGroup, isOperator, literal, valueAt } from "./elixir/terms.ts";
import type { Elixir } from "./elixir-files.ts";
import type { Place } from "./fact.ts";

/** A call of config in a file of configuration. */
interface Setting {
  readonly app: string;
  /** A module, or a key such as dns_cluster_query; absent where only pairs follow. */
  readonly key?: string;
  /** What follows. */
  readonly values: readonly Expression[];
  readonly at: Place;
  readonly when: "build" | "runtime";
  readonly isConditional: boolean;
  /** Names of this file that stand for an expression: host = System.get_env("PHX_HOST"). */
  readonly names: ReadonlyMap<string, Expression>;
}

/** A value of the configuration. */
export interface Configured {
  readonly value: Expression;
  readonly at: Place;
  readonly when: "build" | "runtime";
  readonly isConditional: boolean;
  readonly names: ReadonlyMap<string, Expression>;
}

export function readSettings({ config }: Elixir): Setting[] {
  return config.flatMap((source) => {
    const { file, lines, when } = source;
    const names = namesOf(source);
    return lines.flatMap(({ statement, isConditional }): Setting[] => {
      const call = callOf(statement, "config");
      const app = literal(call?.args[0]);
      if (!call || typeof app !== "string") return [];
      const [, second, ...rest] = call.args;
      const key = second?.length === 1 ? literal(second) : undefined;
      const at = { file, line: call.line };
      const common = { app, at, when, isConditional, names };
      return typeof key === "string" && rest.length > 0 ? [{ ...common, key, values: rest }] : [{ ...common, values: call.args.slice(1) }];
    });
  });
}

/** What names of a file stand for: name = …. A name that is given several times stands for all of them. */
export function namesOf({ lines }: Pick<Elixir["config"][number], "lines">): ReadonlyMap<string, Expression> {
  const names = new Map<string, Expression>();
  for (const { statement } of lines) {
    const [name, is] = statement;
    if (name?.kind === "name" && isOperator(is, "=")) names.set(name.text, [...(names.get(name.text) ?? []), ...statement.slice(2)]);
  }
  return names;
}

/**
 * The values of a setting in the order in which they are read, of which the last counts.
 * @param match which settings: by application and key
 * @param path keys inside
 */
export function configured(settings: readonly Setting[], match: (setting: Setting) => boolean, ...path: readonly string[]): Configured[] {
  return settings.filter(match).flatMap((setting): Configured[] => {
    const { at, when, isConditional, names } = setting;
    const common = { when, isConditional, names };
    if (path.length === 0) return setting.values.slice(0, 1).map((value) => ({ ...common, value, at }));
    const found = valueAt(flat(setting), ...path);
    return found ? [{ ...common, value: found.value, at: { file: at.file, line: found.line } }] : [];
  });
}

/** key: value, key: value and [key: value, key: value] are the same to config. */
function flat({ values, names }: Setting): Expression {
  const [only, ...rest] = values;
  const list = rest.length === 0 ? (inside(only, "[") ?? named(only, names)) : undefined;
  return list ?? joined(values);
}

/** config :shop, ShopWeb.Endpoint, options: the lists that options stands for. */
function named(value: Expression | undefined, names: ReadonlyMap<string, Expression>): Expression | undefined {
  const [name, ...rest] = value ?? [];
  const meaning = name?.kind === "name" && rest.length === 0 ? names.get(name.text) : undefined;
  return meaning && joined(meaning.flatMap((node) => (isGroup(node, "[") ? [node.items] : [])));
}

const joined = (parts: readonly Expression[]): Expression =>
  parts.flatMap((part) => [...part, { kind: "operator", text: ",", line: 0, isTight: true } as const]);

export const isEndpoint = ({ key }: Setting): boolean => key !== undefined && /(^|\.)Endpoint$/.test(key);

/** Items of a list, or what a name of the file stands for. */
export function listOf({ value, names }: Configured): Expression[] {
  const list = inside(resolved(value, names), "[");
  return list ? entries(list) : [];
}

/** What a name stands for, as far as the file says. */
export function resolved(value: Expression, names: ReadonlyMap<string, Expression>): Expression {
  const [only, ...rest] = value;
  const meaning = only?.kind === "name" && rest.length === 0 ? names.get(only.text) : undefined;
  return meaning ?? value;
}

export type { Setting };
