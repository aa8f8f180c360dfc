import type { LinkKind } from "./model.ts";

// Text has 4.5:1 against what it stands on, lines 3:1, in light and in dark; a test computes it. What colours say, dashes and words say too.

const light = {
  paper: "#ffffff",
  box: "#f6f8fa",
  text: "#1f2328",
  soft: "#57606a",
  edge: "#6e7781",
  mark: "#fff8c5",
  traffic: "#0550ae",
  cluster: "#8250df",
  metrics: "#116329",
  waits: "#953800",
  settings: "#57606a",
  storage: "#57606a",
  rights: "#7d4e00",
  problem: "#cf222e",
} as const;

const dark: Readonly<Record<keyof typeof light, string>> = {
  paper: "#0d1117",
  box: "#161b22",
  text: "#e6edf3",
  soft: "#9ea7b3",
  edge: "#8b949e",
  mark: "#3b2f00",
  traffic: "#79c0ff",
  cluster: "#d2a8ff",
  metrics: "#7ee787",
  waits: "#ffa657",
  settings: "#9ea7b3",
  storage: "#9ea7b3",
  rights: "#e3b341",
  problem: "#ff7b72",
};

const variables = (palette: Readonly<Record<string, string>>): string =>
  Object.entries(palette)
    .map(([name, colour]) => `--${name}: ${colour};`)
    .join(" ");

export const palette = `:root { color-scheme: light dark; ${variables(light)} }
@media screen and (prefers-color-scheme: dark) { :root { ${variables(dark)} } }
`;

/** How each kind of link is drawn, and what the legend calls it. */
export const linkKinds: Readonly<Record<LinkKind, { readonly words: string; readonly dash: string; readonly width: number }>> = {
  traffic: { words: "sends requests to", dash: "", width: 1.5 },
  cluster: { words: "one Erlang cluster", dash: "", width: 3.5 },
  metrics: { words: "reads metrics of", dash: "2 4", width: 1.5 },
  waits: { words: "waits for", dash: "9 4", width: 1.5 },
  settings: { words: "reads settings from", dash: "1 4", width: 2 },
  storage: { words: "keeps files on", dash: "", width: 1 },
  rights: { words: "asks the API server", dash: "10 3 2 3", width: 1.5 },
};

const kinds = Object.entries(linkKinds)
  .map(
    ([kind, { dash, width }]) =>
      `.${kind} { stroke: var(--${kind}); stroke-width: ${width};${dash ? ` stroke-dasharray: ${dash};` : ""} } .${kind}-head { fill: var(--${kind}); }`,
  )
  .join("\n");

export const drawing = `.lines { fill: none; stroke-linecap: round; }
${kinds}
.problem { stroke: var(--problem); stroke-width: 2; } .problem-head { fill: var(--problem); }
.box rect { fill: var(--box); stroke: var(--edge); stroke-width: 1; }
.box.expected rect { stroke-dasharray: 5 4; }
.box.outside rect { stroke-width: 2; }
.picture text { fill: var(--text); font: 12px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace; white-space: pre; }
.picture .kind, .picture .detail, .picture .heading { fill: var(--soft); }
.picture .name { font-weight: bold; }
`;
