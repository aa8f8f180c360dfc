// Elixir text into tokens: enough to tell code from comments and strings, and to find literals with their lines. Nothing is evaluated.

type Kind = "atom" | "key" | "name" | "alias" | "number" | "string" | "sigil" | "operator" | "open" | "close" | "newline";

export interface Token {
  readonly kind: Kind;
  /** Without quotes, colon and underscores in numbers. Of a string with code in it only what is literal. */
  readonly text: string;
  readonly line: number;
  /** What stands between #{ and } in a string. */
  readonly code?: readonly Token[];
  /** No white space before it: f(x) is a call, f (x) is not. */
  readonly isTight: boolean;
}

/** Something in a text that is not as Elixir wants it; what could be read before it counts. */
export interface Oddity {
  readonly line: number;
  readonly message: string;
}

interface Lexed {
  readonly tokens: readonly Token[];
  readonly oddities: readonly Oddity[];
}

/** Strings in code in strings: nobody goes deeper by hand, and our stack has an end. */
const DEEPEST = 20;

const PATTERNS = {
  blank: /(?:[^\S\n]|\\\r?\n|#[^\n]*)+/uy,
  // A word, perhaps the key of a pair: a colon, and then no second one.
  name: /[\p{Ll}\p{Lo}_][\p{L}\p{N}_]*[?!]?/uy,
  alias: /\p{Lu}[\p{L}\p{N}_]*(?:\.\p{Lu}[\p{L}\p{N}_]*)*/uy,
  atom: /:[\p{L}_][\p{L}\p{N}_@]*[?!]?/uy,
  number: /0[xob][\da-fA-F_]+|\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][-+]?\d+)?/uy,
  character: /\?(?:\\.|[^\s\\])/uy,
  sigil: /~(?:[a-z]|[A-Z][A-Z\d]*)(?="""|'''|["'/|([{<])/uy,
  operator: /\|\|\||&&&|<<<|>>>|===|!==|\.\.\.|<~>|\|\||&&|\|>|->|<-|==|!=|=>|<=|>=|<>|\+\+|--|\.\.|\\\\|::|=~|[^\s]/uy,
} as const;

const CLOSING: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}", "<": ">" };
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", s: " ", "0": "\0", e: "\u001b" };

export function lex(text: string): Lexed {
  const lexer = new Lexer(text);
  const tokens = lexer.tokens(undefined, 0);
  return { tokens, oddities: lexer.oddities };
}

class Lexer {
  readonly oddities: Oddity[] = [];
  readonly #text: string;
  #at = 0;
  #line = 1;

  constructor(text: string) {
    this.#text = text;
  }

  /** @param end the brace that closes code in a string; absent: to the end of the text */
  tokens(end: "}" | undefined, depth: number): Token[] {
    const tokens: Token[] = [];
    let open = 0;
    while (this.#at < this.#text.length) {
      const isTight = this.#take("blank") === undefined;
      if (this.#at >= this.#text.length) break;
      const token = this.#token(isTight, depth);
      if (end !== undefined && token.kind === "open" && token.text === "{") open++;
      if (end !== undefined && token.kind === "close" && token.text === "}" && open-- === 0) return tokens;
      tokens.push(token);
    }
    return tokens;
  }

  #take(name: keyof typeof PATTERNS): string | undefined {
    const pattern = PATTERNS[name];
    pattern.lastIndex = this.#at;
    const [taken] = pattern.exec(this.#text) ?? [];
    if (taken === undefined) return undefined;
    this.#skip(taken.length);
    return taken;
  }

  #skip(length: number): void {
    for (const end = this.#at + length; this.#at < end; this.#at++) if (this.#text[this.#at] === "\n") this.#line++;
  }

  #token(isTight: boolean, depth: number): Token {
    const line = this.#line;
    const made = (kind: Kind, text: string): Token => ({ kind, text, line, isTight });
    const first = this.#text[this.#at] as string;
    if (first === "\n") {
      this.#skip(1);
      return made("newline", "\n");
    }
    if (first === '"' || first === "'") return this.#quoted(isTight, depth);
    const word = this.#take("name") ?? this.#take("alias");
    if (word !== undefined) return this.#isKey() ? made("key", word) : made(/^\p{Lu}/u.test(word) ? "alias" : "name", word);
    if (first === ":" && (this.#text[this.#at + 1] === '"' || this.#text[this.#at + 1] === "'")) {
      this.#skip(1);
      return { ...this.#string(isTight, depth), kind: "atom", line };
    }
    const atom = this.#take("atom");
    if (atom !== undefined) return made("atom", atom.slice(1));
    const number = this.#take("number");
    if (number !== undefined) return made("number", number.replaceAll("_", ""));
    if (first === "~" && this.#take("sigil") !== undefined) return this.#sigil(isTight, line, depth);
    const character = first === "?" ? this.#take("character") : undefined;
    if (character !== undefined) return made("number", character);
    if ("([{".includes(first) || ")]}".includes(first)) {
      this.#skip(1);
      return made("([{".includes(first) ? "open" : "close", first);
    }
    return made("operator", this.#take("operator") as string);
  }

  /** key: value, but not a::b and not cond ? a :b. */
  #isKey(): boolean {
    const [colon, next = " "] = this.#text.slice(this.#at, this.#at + 2);
    if (colon !== ":" || !/\s/.test(next)) return false;
    this.#skip(1);
    return true;
  }

  #quoted(isTight: boolean, depth: number): Token {
    const token = this.#string(isTight, depth);
    return this.#isKey() ? { ...token, kind: "key" } : token;
  }

  #string(isTight: boolean, depth: number): Token {
    return { kind: "string", line: this.#line, isTight, ...this.#until(this.#delimiter(), true, depth) };
  }

  #sigil(isTight: boolean, line: number, depth: number): Token {
    const isRaw = /^[A-Z]/.test(this.#text[this.#at - 1] as string);
    const opening = this.#delimiter();
    const content = this.#until(CLOSING[opening] ?? opening, !isRaw, depth);
    while (/[a-zA-Z]/.test(this.#text[this.#at] ?? "")) this.#skip(1);
    return { kind: "sigil", line, isTight, ...content };
  }

  #delimiter(): string {
    const three = this.#text.slice(this.#at, this.#at + 3);
    const delimiter = three === '"""' || three === "'''" ? three : (this.#text[this.#at] as string);
    this.#skip(delimiter.length);
    return delimiter;
  }

  #until(end: string, expands: boolean, depth: number): { text: string; code?: readonly Token[] } {
    const line = this.#line;
    let text = "";
    let code: Token[] | undefined;
    while (this.#at < this.#text.length) {
      if (this.#text.startsWith(end, this.#at)) {
        this.#skip(end.length);
        return { text, ...(code && { code }) };
      }
      const character = this.#text[this.#at] as string;
      if (character === "\\") {
        const escaped = this.#text[this.#at + 1] ?? "";
        text += expands ? (ESCAPES[escaped] ?? (escaped === "\n" ? "" : escaped)) : `\\${escaped}`;
        this.#skip(2);
      } else if (expands && character === "#" && this.#text[this.#at + 1] === "{" && depth < DEEPEST) {
        this.#skip(2);
        code ??= [];
        code.push(...this.tokens("}", depth + 1));
      } else {
        text += character;
        this.#skip(1);
      }
    }
    this.oddities.push({
      line,
      message: `what opens here with ${end.length === 3 ? end : "a quote or bracket"} is never closed: the rest of the file is not read`,
    });
    return { text, ...(code && { code }) };
  }
}
