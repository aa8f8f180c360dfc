import { lex, type Oddity, type Token } from "./lexer.ts";

/** What stands between brackets, or between do or fn and end. */
export interface Group {
  readonly kind: "group";
  readonly text: "(" | "[" | "{" | "do" | "fn";
  readonly line: number;
  readonly isTight: boolean;
  readonly items: readonly Node[];
}

/** A token, in which code in a string stands in its brackets too. */
type Leaf = Omit<Token, "code"> & { readonly code?: readonly Node[] };

export type Node = Leaf | Group;

interface Tree {
  readonly nodes: readonly Node[];
  readonly oddities: readonly Oddity[];
}

/** No file that people write goes deeper, and our stack has an end. */
const DEEPEST = 200;
const OPENING: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };

interface Open {
  readonly group: Omit<Group, "items">;
  readonly items: Node[];
}

/** The tokens of a text, put into the brackets they stand in. A bracket that is missing ends with its neighbour. */
export function parse(text: string): Tree {
  const { tokens, oddities } = lex(text);
  const { nodes, oddities: more } = grouped(tokens);
  return { nodes, oddities: [...oddities, ...more] };
}

function grouped(tokens: readonly Token[]): Tree {
  const odd: Oddity[] = [];
  const nodes: Node[] = [];
  const stack: Open[] = [];
  const items = (): Node[] => stack.at(-1)?.items ?? nodes;
  const close = (): void => {
    const { group, items: inner } = stack.pop() as Open;
    items().push({ ...group, items: inner });
  };
  let tooDeep = 0;
  let before: Token | undefined;
  for (const token of tokens) {
    const { line, isTight } = token;
    const opened = opens(token, before);
    const closed = closes(token, before);
    before = token;
    if (opened !== undefined) {
      if (stack.length < DEEPEST) stack.push({ group: { kind: "group", text: opened, line, isTight }, items: [] });
      else if (tooDeep++ === 0) odd.push({ line, message: `brackets are nested deeper than ${DEEPEST} levels: what is inside is not read` });
      continue;
    }
    if (closed === undefined) {
      if (tooDeep === 0) items().push(leaf(token));
      continue;
    }
    if (tooDeep > 0) {
      tooDeep--;
      continue;
    }
    const at = stack.findLastIndex(({ group }) => closed.includes(group.text));
    if (at === -1) odd.push({ line, message: `${token.text} closes nothing` });
    while (at !== -1 && stack.length > at) {
      const { group } = stack.at(-1) as Open;
      if (stack.length - 1 > at) odd.push({ line: group.line, message: `${group.text} is not closed before the ${token.text} in line ${line}` });
      close();
    }
  }
  while (stack.length > 0) {
    const { group } = stack.at(-1) as Open;
    odd.push({ line: group.line, message: `${group.text} is never closed` });
    close();
  }
  return { nodes, oddities: odd };
}

function leaf({ code, ...token }: Token): Leaf {
  return code ? { ...token, code: grouped(code).nodes } : token;
}

const isWord = ({ kind, text }: Token, before: Token | undefined, word: string): boolean =>
  kind === "name" && text === word && !(before?.kind === "operator" && before.text === ".");

function opens(token: Token, before: Token | undefined): Group["text"] | undefined {
  if (token.kind === "open") return token.text as Group["text"];
  return (["do", "fn"] as const).find((word) => isWord(token, before, word));
}

function closes(token: Token, before: Token | undefined): readonly string[] | undefined {
  if (token.kind === "close") return [OPENING[token.text] as string];
  return isWord(token, before, "end") ? ["do", "fn"] : undefined;
}
