import { type Expression, entries, everyStatement, isGroup, isName, isOperator, statements } from "./terms.ts";
import type { Group, Node } from "./tree.ts";

/** A line of a configuration file that may count in production. */
export interface Line {
  readonly statement: Expression;
  /** Whether more than the environment decides that it runs. */
  readonly isConditional: boolean;
}

/** What of a file runs with MIX_ENV=prod: branches for other environments are left out. */
export function production(nodes: Expression, isConditional = false): Line[] {
  return statements(nodes).flatMap((statement) => lines(statement, isConditional));
}

function lines(statement: Expression, isConditional: boolean): Line[] {
  // name = if …: the branches count, and the whole too, for who asks what the name means.
  const start = isOperator(statement[1], "=") ? 2 : 0;
  const [word, ...rest] = statement.slice(start);
  const whole: Line[] = start > 0 ? [{ statement, isConditional }] : [];
  if (isName(word, "if", "unless")) {
    const { condition, branches } = parts(rest);
    const verdict = holds(condition, isName(word, "unless"));
    const maybe = isConditional || verdict === undefined;
    const [yes, no] = branches;
    return [
      { statement: condition, isConditional },
      ...(yes && verdict !== false ? production(yes, isName(word, "unless") && isUsual(condition, false) ? isConditional : maybe) : []),
      ...(no && verdict !== true ? production(no, isUsual(condition, isName(word, "unless")) ? isConditional : maybe) : []),
      ...assigned(statement, start, verdict),
    ];
  }
  if (isName(word, "case", "cond", "with", "for", "try")) {
    const { condition, branches } = parts(rest);
    const byEnvironment = isName(word, "case") && asksEnvironment(condition);
    const asks = isName(word, "case") && asksOnlyForVariable(condition);
    const chosen = branches.flatMap((branch) => clauses(branch, byEnvironment, isConditional, asks));
    return [
      { statement: condition, isConditional },
      ...chosen,
      ...(start > 0 && !byEnvironment ? [{ statement: [...statement.slice(0, start), ...condition], isConditional }] : []),
    ];
  }
  return whole.length > 0 ? whole : [{ statement, isConditional }];
}

/** name = if config_env() == :prod …: the name has the value of the branch that runs. */
function assigned(statement: Expression, start: number, verdict: boolean | undefined): Line[] {
  if (start === 0) return [];
  const { branches, condition } = parts(statement.slice(start + 1));
  const value = verdict === undefined ? [...condition, ...branches.flat()] : (branches[verdict ? 0 : 1] ?? []);
  return [{ statement: [...statement.slice(0, start), ...value.filter(({ kind }) => kind !== "newline")], isConditional: true }];
}

interface Parts {
  readonly condition: Expression;
  /** What follows do and else. */
  readonly branches: readonly Expression[];
}

function parts(nodes: Expression): Parts {
  const at = nodes.findIndex((node) => isGroup(node, "do"));
  if (at !== -1) {
    const { items } = nodes[at] as Group;
    return { condition: nodes.slice(0, at), branches: split(items) };
  }
  const [only] = nodes;
  const all = entries(nodes.length === 1 && isGroup(only, "(") ? only.items : nodes);
  const short = all.filter(([first]) => first?.kind === "key" && (first.text === "do" || first.text === "else"));
  return { condition: all.filter((entry) => !short.includes(entry)).flat(), branches: short.map((entry) => entry.slice(1)) };
}

function split(items: readonly Node[]): Expression[] {
  const branches: Node[][] = [[]];
  for (const node of items) {
    if (isName(node, "else", "rescue", "catch", "after")) branches.push([]);
    else branches.at(-1)?.push(node);
  }
  return branches;
}

/** System.get_env("X"), and nothing else: what is not set is the usual case. */
const asksOnlyForVariable = (nodes: Expression): boolean =>
  nodes.length === 4 && nodes[0]?.text === "System" && isName(nodes[2], "get_env") && isGroup(nodes[3], "(") && entries(nodes[3].items).length === 1;

/** Whether else is what runs where nobody sets the variable. */
const isUsual = (condition: Expression, isInverted: boolean): boolean => !isInverted && asksOnlyForVariable(condition);

/** Of case and its kin: the clauses that may run, each with its head. */
function clauses(branch: Expression, byEnvironment: boolean, isConditional: boolean, asksForVariable: boolean): Line[] {
  let counts = true;
  let isChosen = false;
  let isUnset = false;
  return statements(branch).flatMap((statement) => {
    const arrow = statement.findIndex((node) => isOperator(node, "->"));
    if (arrow !== -1 && byEnvironment) {
      counts = !isChosen && mayBeProd(statement.slice(0, arrow));
      isChosen ||= counts;
    }
    if (arrow !== -1) isUnset = asksForVariable && statement.slice(0, arrow).some((node) => isName(node, "nil"));
    return counts ? lines(statement.slice(arrow + 1), isConditional || !(byEnvironment || isUnset)) : [];
  });
}

const mayBeProd = (head: Expression): boolean => {
  const atoms = everyStatement(head).flatMap((nodes) => nodes.filter(({ kind }) => kind === "atom"));
  return atoms.length === 0 || atoms.some(({ text }) => text === "prod");
};

const ENVIRONMENTS = ["config_env", "env"];

function asksEnvironment(nodes: Expression): boolean {
  return nodes.some((node, index) => isName(node, ...ENVIRONMENTS) && (node.text === "config_env" || isOperator(nodes[index - 1], ".")));
}

/** Whether a condition holds in production; undefined where something else decides. */
function holds(condition: Expression, isInverted: boolean): boolean | undefined {
  if (!asksEnvironment(condition) || condition.some((node) => isOperator(node, "&&", "||") || isName(node, "and", "or"))) {
    // config_env() == :prod && X: without prod it does not run, with it X decides.
    return undefined;
  }
  const atoms = everyStatement(condition).flatMap((nodes) => nodes.filter(({ kind }) => kind === "atom"));
  const isNegated = condition.some((node) => isOperator(node, "!=", "!==") || isName(node, "not"));
  const isSame = atoms.some(({ text }) => text === "prod") || condition.some((node) => node.kind === "sigil" && node.text.split(/\s+/).includes("prod"));
  return (isSame !== isNegated) !== isInverted;
}
