import type { Random } from "../properties/random.ts";

// Mutations of YAML as text: what people mistype, and what YAML has that nobody needs here.

/** Numbers at limits, and what YAML 1.1 reads otherwise than 1.2. */
const scalars = [
  ...["yes", "no", "on", "off", "y", "N", "~", "null", "Null", "true", "False", '""', "''", "' '", '"\\0"', '"\\x1b[0m"', '"\\ud800"', '"a\\nb"'],
  ...["0", "-0", "-1", "012", "0o12", "0x1F", "1_000", "1:30:00", ".5", "1e3", "1e309", "-1e309", ".inf", "-.INF", ".nan", "0.1", "1.30", "+1", "0b1"],
  ...["127", "65535", "65536", "2147483647", "2147483648", "9007199254740993", "18446744073709551616", "99999999999999999999999999"],
  ...[
    "2001-01-01",
    "2001-12-14t21:59:43.10-05:00",
    "=",
    "<<",
    "!!str",
    "&a",
    "*a",
    "{}",
    "[]",
    "[[]]",
    "{a: b}",
    "[a, b]",
    "{toString: 1}",
    "? a",
    "- a",
    ": a",
  ],
  ...[
    "constructor",
    "__proto__",
    "toString",
    "hasOwnProperty",
    "valueOf",
    "length",
    "$(A)",
    "$(",
    "$$(A)",
    "$(A)$(B)",
    "a/b/c",
    "../..",
    "/",
    "\\",
    "%",
    "\u0024{X}",
  ],
];

const marks = [
  "&a ",
  "*a ",
  "*b",
  "&a *a",
  "<<: *a",
  "<<: [*a, *b]",
  "<<: 5",
  "<<: {a: b}",
  "<<:",
  "- ",
  "? ",
  ": ",
  "| ",
  "|+\n",
  ">-\n",
  "|9\n",
  "# ",
  "---\n",
];
const more = [
  "...\n",
  "--- |\n",
  "%TAG ! tag:x,2000:\n",
  "%YAML 1.1\n",
  "%YAML 9.9\n",
  "{",
  "}",
  "[",
  "]",
  ",",
  '"',
  "'",
  "`",
  "@",
  "\t",
  "\n",
  " ",
  "\n\n",
  "!",
  "! ",
];
const tags = ["str", "int", "float", "bool", "null", "map", "seq", "set", "omap", "pairs", "binary", "timestamp", "merge", "value"].map((name) => `!!${name} `);
const otherTags = ["!x ", "!<tag:yaml.org,2002:set> ", "!e!x ", "!!python/object:os.system ", "!Ref "];
const dictionary = [...scalars, ...marks, ...more, ...tags, ...otherTags];

/** Words, runs of space, line breaks, and everything else one by one. */
const TOKEN = /[\w./-]+|[ \t]+|\n|[^\w./\- \t\n]/g;

type Mutator = (text: string, random: Random) => string;

const onTokens =
  (change: (tokens: string[], at: number, random: Random) => void): Mutator =>
  (text, random) => {
    const tokens = text.match(TOKEN) ?? [];
    change(tokens, random.below(tokens.length), random);
    return tokens.join("");
  };

const onLines =
  (change: (lines: string[], at: number, random: Random) => void): Mutator =>
  (text, random) => {
    const lines = text.split("\n");
    change(lines, random.below(lines.length), random);
    return lines.join("\n");
  };

const INDENT = /^ */;
const VALUE = /: .*$/;

const mutators: readonly Mutator[] = [
  onTokens((tokens, at, random) => tokens.splice(at, 1, random.pick(dictionary))),
  onTokens((tokens, at, random) => tokens.splice(at, 0, random.pick(dictionary))),
  onTokens((tokens, at) => tokens.splice(at, 1)),
  onTokens((tokens, at, random) => tokens.splice(at, 1, tokens[random.below(tokens.length)] as string)),
  onTokens((tokens, at, random) => tokens.splice(at, 1, mistyped(tokens[at] ?? "", random))),
  onLines((lines, at) => lines.splice(at, 1)),
  onLines((lines, at) => lines.splice(at, 0, lines[at] as string)),
  onLines((lines, at, random) => lines.splice(at, 0, lines[random.below(lines.length)] as string)),
  onLines((lines, at, random) => lines.splice(at, 0, `${INDENT.exec(lines[at] ?? "")?.[0] ?? ""}${random.pick(dictionary)}`)),
  onLines((lines, at, random) => {
    const indent = INDENT.exec(lines[at] ?? "")?.[0].length ?? 0;
    lines[at] = " ".repeat(Math.max(0, indent + random.pick([-4, -2, -1, 1, 2, 4]))) + (lines[at] ?? "").trimStart();
  }),
  onLines((lines, at, random) => {
    lines[at] = (lines[at] ?? "").replace(VALUE, () => `: ${random.pick(scalars)}`);
  }),
  onLines((lines, at, random) => {
    lines[at] = (lines[at] ?? "").replace(VALUE, (value) => `: ${random.pick([...tags, ...otherTags, "&a ", "&b ", "|\n", "["])}${value.slice(2)}`);
  }),
  /** An anchor above and what refers to it below: the values of two places become one. */
  onLines((lines, at, random) => {
    const below = Math.min(lines.length - 1, at + 1 + random.below(5));
    lines[at] = (lines[at] ?? "").replace(/:(?= |$)/, ": &a");
    lines[below] = (lines[below] ?? "").replace(VALUE, random.pick([": *a", ": [*a, *a]", ": {<<: *a}", ": {a: *a, <<: [*a, *a]}"]));
  }),
  bomb,
];

/** Each anchor holds the one before several times. */
function bomb(text: string, random: Random): string {
  const factor = 2 + random.below(9);
  const levels = Array.from({ length: 2 + random.below(8) }, (_, level) => {
    const inner = level === 0 ? "x" : `*b${level - 1}`;
    return random.chance(0.5)
      ? `[${Array.from({ length: factor }, () => inner).join(", ")}]`
      : `{${Array.from({ length: factor }, (_, i) => `k${i}: ${inner}`).join(", ")}}`;
  });
  const lines = levels.map((value, level) => `bomb${level}: &b${level} ${value}`);
  return random.chance(0.5) ? `${text}\n${lines.join("\n")}\n` : text.replace(/: .*$/m, () => `: {${lines.join(", ")}}`);
}

function mistyped(word: string, random: Random): string {
  const at = random.below(word.length);
  return random.pick([
    word.slice(0, at) + word.slice(at + 1),
    word.slice(0, at) + (word[at] ?? "") + word.slice(at),
    word.slice(0, at) + (word[at + 1] ?? "") + (word[at] ?? "") + word.slice(at + 2),
    word.toUpperCase(),
    `"${word}"`,
    `'${word}`,
    word.repeat(2),
  ]);
}

export const mutatedTokens: Mutator = (text, random) => random.pick(mutators)(text, random);

export const someScalar = (random: Random): string => random.pick(scalars);
