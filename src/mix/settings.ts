import { callOf, type Expression, entries, inside, isOperator, literal, valueAt } from "./elixir/terms.ts";
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
  return config.flatMap(({ file, lines, when }) => {
    const names = new Map<string, Expression>();
    return lines.flatMap(({ statement, isConditional }): Setting[] => {
      const [name, is] = statement;
      if (name?.kind === "name" && isOperator(is, "=")) names.set(name.text, statement.slice(2));
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
function flat({ values }: Setting): Expression {
  const [only, ...rest] = values;
  const list = rest.length === 0 ? inside(only, "[") : undefined;
  if (list) return list;
  const comma = { kind: "operator", text: ",", line: 0, isTight: true } as const;
  return values.flatMap((value) => [...value, comma]);
}

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
