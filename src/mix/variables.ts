import { type Expression, entries, everyStatement, isGroup, isName, isOperator, literal, text } from "./elixir/terms.ts";
import type { Node } from "./elixir/tree.ts";
import type { Elixir } from "./elixir-files.ts";
import type { Place } from "./fact.ts";

/** A variable of the environment that the release reads. */
export interface Variable {
  readonly name: string;
  readonly at: Place;
  /** Whether the release does not start without it. */
  readonly isRequired: boolean;
  /** Whether that depends on more than the environment. */
  readonly isConditional: boolean;
  /** What the release takes where it is not set. */
  readonly fallback?: string;
  /** Whether it must be a number. */
  readonly isNumber?: boolean;
  /** build: read when the image is made. call: read when some code is called. */
  readonly when: "build" | "runtime" | "call";
}

interface Read {
  readonly name: string;
  readonly line: number;
  readonly isRequired: boolean;
  readonly isNumber?: boolean;
  /** "${NAME}" or {:system, "NAME"}: read when the release starts, wherever it is written. */
  readonly isFilledIn?: boolean;
  /** By a function that may do something else: in the configuration it hardly does. */
  readonly isWrapped?: boolean;
  readonly fallback?: string;
}

/** Each variable once, at the place that says most: required before optional, runtime before build. */
export function readVariables({ config, code }: Elixir): Variable[] {
  const configuration = config.flatMap(({ file, lines, when }) => {
    const words = wordsByName(lines);
    return lines.flatMap(({ statement, isConditional }) =>
      [...reads(statement), ...listed(statement, words)].map(
        ({ line, isFilledIn, isWrapped: _, ...read }): Variable => ({ ...read, at: { file, line }, isConditional, when: isFilledIn ? "runtime" : when }),
      ),
    );
  });
  const called = code.flatMap(({ file, nodes }) =>
    reads(nodes)
      .filter(({ isRequired, isFilledIn, isWrapped }) => isRequired && !isFilledIn && !isWrapped)
      .map(({ line, isFilledIn: _, isWrapped: __, ...read }): Variable => ({ ...read, at: { file, line }, isConditional: true, when: "call" })),
  );
  const best = new Map<string, Variable>();
  for (const variable of [...configuration, ...called]) {
    const known = best.get(variable.name);
    if (!known || weight(variable) > weight(known)) best.set(variable.name, variable);
  }
  return [...best.values()];
}

const weight = ({ isRequired, isConditional, when }: Variable): number =>
  (when === "runtime" ? 8 : when === "build" ? 4 : 0) + (isRequired ? 2 : 0) + (isConditional ? 0 : 1);

/** What an expression reads of the environment, also in strings and in what is nested. */
function reads(nodes: Expression): Read[] {
  return everyStatement(nodes).flatMap((statement) =>
    statement.flatMap((_, index) => readAt(statement, index) ?? converted(statement, index) ?? wrappedAt(statement, index) ?? []),
  );
}

/** Names that stand for each of some words: for key <- ~w(A_KEY B_KEY). */
function wordsByName(lines: readonly { readonly statement: Expression }[]): ReadonlyMap<string, Node> {
  const found = new Map<string, Node>();
  for (const { statement } of lines) {
    for (const [key, arrow, words] of everyStatement(statement)) {
      if (key?.kind === "name" && isOperator(arrow, "<-") && words?.kind === "sigil") found.set(key.text, words);
    }
  }
  return found;
}

/** System.fetch_env!(key), where key stands for words. */
function listed(statement: Expression, known: ReadonlyMap<string, Node>): Read[] {
  if (known.size === 0) return [];
  return everyStatement(statement).flatMap((one) =>
    one.flatMap((_, index) => {
      const call = systemCall(one, index);
      const [name, ...rest] = call?.args?.[0] ?? [];
      const words = name?.kind === "name" && rest.length === 0 ? known.get(name.text) : undefined;
      const names = words?.text.split(/\s+/).filter((word) => /^[A-Za-z_]\w*$/.test(word)) ?? [];
      return names.map((word) => ({ name: word, line: words?.line ?? 1, isRequired: call?.name === "fetch_env!" }));
    }),
  );
}

/** System.get_env and the like, with what it is given; no arguments where none are written. */
function systemCall(statement: Expression, index: number): { readonly name: string; readonly args: readonly Expression[] | undefined } | undefined {
  const node = statement[index];
  if (!node || !isName(node, "get_env", "fetch_env", "fetch_env!") || !isOperator(statement[index - 1], ".") || statement[index - 2]?.text !== "System")
    return undefined;
  const group = statement[index + 1];
  return { name: node.text, args: isGroup(group, "(") ? entries(group.items) : undefined };
}

/** Where the configuration asks for variables whose names its text does not tell. */
export const unclearReads = ({ config }: Elixir): Place[] =>
  config
    .filter(({ when }) => when === "runtime")
    .flatMap(({ file, lines }) => {
      const known = [...wordsByName(lines).keys()];
      // Dotenvy is given all of the environment, and env! says what of it is read.
      return lines
        .filter(({ statement }) => !isName(statement[0], "source", "source!"))
        .flatMap(({ statement }) =>
          everyStatement(statement).flatMap((one) =>
            one.flatMap((node, index) => {
              const call = systemCall(one, index);
              const [name] = call?.args ?? [];
              const isClear = name !== undefined && (text(name) !== undefined || (name.length === 1 && isName(name[0], ...known)));
              return call && !isClear ? [{ file, line: node.line }] : [];
            }),
          ),
        );
    })
    .filter(({ file, line }, index, all) => all[index - 1]?.file !== file || all[index - 1]?.line !== line);

/** Modules of Elixir, which read no environment. */
const ELIXIR = /^(Application|Base|Code|Date|DateTime|Enum|File|IO|Integer|Kernel|Keyword|List|Logger|Map|Module|Path|Regex|String|System|URI|Version)$/;

/** Cfg.int("HTTP_PORT", "5000"): a function of the project's own, of one name of a variable. */
function wrappedAt(statement: Expression, index: number): Read | undefined {
  const [module, dot, name, group] = statement.slice(index, index + 4);
  if (module?.kind !== "alias" || ELIXIR.test(module.text) || !isOperator(dot, ".") || name?.kind !== "name" || !isGroup(group, "(")) return undefined;
  if (ASKING.test(name.text)) return undefined;
  const [first, fallback] = entries(group.items);
  if (!first || !isLoud(first)) return undefined;
  const number = /^int/.test(name.text) ? { isNumber: true } : {};
  return {
    name: text(first) as string,
    line: name.line,
    isRequired: name.text.endsWith("!"),
    isWrapped: true,
    ...number,
    ...(fallback && fallbackOf(fallback)),
  };
}

/** String.to_integer(System.get_env("X")) fails where X is not set. */
function converted(statement: Expression, index: number): Read | undefined {
  const [module, dot, name, group] = statement.slice(index, index + 4);
  if (module?.kind !== "alias" || module.text !== "String" || !isOperator(dot, ".") || !isName(name, "to_integer", "to_atom", "split")) return undefined;
  const first = isGroup(group, "(") ? entries(group.items)[0] : undefined;
  const read = first?.length === 4 ? readAt(first, 2) : undefined;
  return read && read.fallback === undefined ? { ...read, isRequired: true, isNumber: name?.text === "to_integer" } : undefined;
}

function readAt(statement: Expression, index: number): Read | undefined {
  const node = statement[index];
  if (!node) return undefined;
  const filled = node.kind === "string" ? /^\$\{([A-Za-z_]\w*)\}$/.exec(node.text)?.[1] : undefined;
  if (filled !== undefined) return { name: filled, line: node.line, isRequired: true, isFilledIn: true };
  if (isGroup(node, "{")) return systemTuple(node.items, node.line);
  const isSystem = node.kind === "name" && isOperator(statement[index - 1], ".") && statement[index - 2]?.text === "System";
  if (node.kind !== "name" || !ASKING.test(node.text) || statement[index - 2]?.text === "Application") return undefined;
  const args = statement[index + 1];
  if (!isGroup(args, "(")) return undefined;
  const all = entries(args.items);
  const at = all.findIndex((arg) => /^[A-Za-z_]\w*$/.test(text(arg) ?? "") && (isSystem || isLoud(arg)));
  const name = text(all[at]);
  if (name === undefined || (isSystem && at !== 0)) return undefined;
  return { name, line: node.line, ...answer(node.text, all.slice(at + 1), statement.slice(index + 2, index + 6), isSystem) };
}

/** System.get_env, System.fetch_env!, Dotenvy's env!, and what projects call their own: get_env, fetch_env!, get_var_from_path_or_env. */
const ASKING = /(^|_)env(_\w+)?!?$/;

/** A name of a variable of the environment, as all are written. */
const isLoud = ([first, ...rest]: Expression): boolean => first?.kind === "string" && rest.length === 0 && /^[A-Z][A-Z0-9_]*$/.test(first.text);

/** @param after what follows the call */
function answer(word: string, more: readonly Expression[], after: Expression, isSystem: boolean): Omit<Read, "name" | "line"> {
  const isNumber = /^integer/.test(text(more[0]) ?? "") || (isOperator(after[0], "|>") && after[1]?.text === "String" && isName(after[3], "to_integer"));
  const number = isNumber ? { isNumber } : {};
  // Dotenvy's second argument is a type.
  const otherwise = word === "env!" ? more[1] : more[0];
  if (word.endsWith("!") && (isSystem || word !== "env!")) return { isRequired: true, ...number };
  if (otherwise) return { isRequired: false, ...fallbackOf(otherwise) };
  if (word === "env!") return { isRequired: true, ...number };
  const [operator, ...then] = after;
  if (isOperator(operator, "||")) return isName(then[0], "raise") ? { isRequired: true, ...number } : { isRequired: false, ...fallbackOf(then) };
  return isNumber ? { isRequired: true, isNumber } : { isRequired: false };
}

/** {:system, "PORT"}, which Phoenix read before there was runtime.exs. */
function systemTuple(items: Expression, line: number): Read | undefined {
  const [system, name, ...more] = entries(items);
  const variable = text(name);
  return system?.[0]?.kind === "atom" && system[0].text === "system" && variable !== undefined && more.length === 0
    ? { name: variable, line, isRequired: false, isFilledIn: true }
    : undefined;
}

function fallbackOf(nodes: Expression): { fallback?: string } {
  const value = literal(nodes.slice(0, 1));
  return typeof value === "string" || typeof value === "number" ? { fallback: String(value) } : {};
}

/**
 * The variable that an expression takes its value from, directly or by a name of its file.
 * @param names what the names of the file stand for
 */
export function variableIn(value: Expression, names: ReadonlyMap<string, Expression>, depth = 0): Read | undefined {
  const [direct] = reads(value);
  if (direct || depth > 4) return direct;
  for (const statement of everyStatement(value)) {
    for (const node of statement) {
      const meaning = node.kind === "name" ? names.get(node.text) : undefined;
      const found = meaning && variableIn(meaning, names, depth + 1);
      if (found) return found;
    }
  }
  return undefined;
}
