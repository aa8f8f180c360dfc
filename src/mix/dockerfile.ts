import { isPort, type Place } from "./fact.ts";
import type { Files } from "./files.ts";

// A Dockerfile as text: only its last stage becomes the image.

interface Instruction {
  readonly word: string;
  readonly rest: string;
  readonly at: Place;
}

export interface Dockerfile {
  readonly file: string;
  readonly args: ReadonlyMap<string, { readonly value: string; readonly at: Place }>;
  /** Image that the last stage begins with, with ARGs filled in. */
  readonly from: { readonly image: string; readonly at: Place } | undefined;
  /** Images of all stages. */
  readonly images: readonly { readonly image: string; readonly at: Place }[];
  readonly user: { readonly name: string; readonly id: number | undefined; readonly group: number | undefined; readonly at: Place } | undefined;
  readonly entrypoint: Start | undefined;
  readonly cmd: Start | undefined;
  readonly workdir: { readonly path: string; readonly at: Place } | undefined;
  readonly env: ReadonlyMap<string, { readonly value: string; readonly at: Place }>;
  readonly expose: { readonly port: number; readonly at: Place } | undefined;
  /** Where releases were copied to: the path of each, with its name where the line says it, or of all. */
  readonly releases: readonly { readonly path: string; readonly name: string | undefined; readonly isAll: boolean; readonly at: Place }[];
}

interface Start {
  readonly words: readonly string[];
  /** Written without brackets: /bin/sh runs it. */
  readonly isShell: boolean;
  readonly at: Place;
}

export function readDockerfile({ texts }: Files): Dockerfile | undefined {
  const file = ["Dockerfile", "Containerfile", "docker/Dockerfile"].find((path) => texts.has(path));
  if (file === undefined) return undefined;
  const all = instructions(texts.get(file) as string, file);
  const args = new Map<string, { value: string; at: Place }>();
  for (const { word, rest, at } of all) {
    const [, name, value] = (word === "ARG" && /^([A-Za-z_]\w*)=(.*)$/.exec(rest)) || [];
    if (name !== undefined && !args.has(name)) args.set(name, { value: filled(unquoted(value as string), args), at });
  }
  const froms = all.filter(({ word }) => word === "FROM");
  const images = froms.map(({ rest, at }) => ({ image: filled(rest.replace(/^--\S+\s+/, "").split(/\s+/)[0] as string, args), at }));
  const last = froms.at(-1);
  const final = last ? all.slice(all.indexOf(last)) : [];
  const stages = new Map(froms.map((from) => [/\sas\s+(\S+)$/i.exec(from.rest)?.[1]?.toLowerCase() ?? "", from]));
  const inherited = stageBelow(final[0], stages, all);
  const stage = [...inherited, ...final];
  const lastOf = (word: string): Instruction | undefined => stage.findLast((one) => one.word === word);
  const known = new Map([...args, ...variables(all, args)]);
  const root = directories(stage, known);
  return {
    file,
    args,
    from: images.at(-1),
    images,
    user: user(lastOf("USER"), stage, known),
    entrypoint: start(lastOf("ENTRYPOINT")),
    cmd: start(lastOf("CMD")),
    workdir: root.at(-1),
    env: variables(stage, args),
    expose: exposed(lastOf("EXPOSE"), known),
    releases: copies(stage, known),
  };
}

/** FROM base AS app: what base says holds too. */
function stageBelow(from: Instruction | undefined, stages: ReadonlyMap<string, Instruction>, all: readonly Instruction[]): Instruction[] {
  const below = stages.get((from?.rest.split(/\s+/)[0] ?? "").toLowerCase());
  if (!below || below === from) return [];
  const begin = all.indexOf(below);
  const end = all.findIndex(({ word }, index) => index > begin && word === "FROM");
  return all.slice(begin, end === -1 ? undefined : end);
}

function instructions(text: string, file: string): Instruction[] {
  const found: Instruction[] = [];
  let open: { word: string; rest: string; at: Place } | undefined;
  let heredoc: string | undefined;
  text.split("\n").forEach((raw, index) => {
    const line = raw.trim();
    if (heredoc !== undefined) {
      if (line === heredoc) heredoc = undefined;
      return;
    }
    if (line.startsWith("#") || line === "") return;
    const goesOn = line.endsWith("\\");
    const content = goesOn ? line.slice(0, -1).trimEnd() : line;
    if (open) open.rest += ` ${content}`;
    else {
      const [, word = "", rest = ""] = /^(\S+)\s*(.*)$/.exec(content) ?? [];
      open = { word: word.toUpperCase(), rest, at: { file, line: index + 1 } };
    }
    heredoc = /<<-?(["']?)(\w+)\1/.exec(content)?.[2];
    if (goesOn) return;
    found.push(open);
    open = undefined;
  });
  if (open) found.push(open);
  return found;
}

/** ENV A=b C="d", and the old ENV A b. */
function variables(stage: readonly Instruction[], args: ReadonlyMap<string, { readonly value: string }>): Dockerfile["env"] {
  const found = new Map<string, { value: string; at: Place }>();
  for (const { word, rest, at } of stage) {
    if (word !== "ENV") continue;
    const [, old, value] = /^([A-Za-z_]\w*)\s+(.*)$/.exec(rest) ?? [];
    if (old !== undefined) found.set(old, { value: filled(unquoted(value as string), args), at });
    else
      for (const [, name, given] of rest.matchAll(/([A-Za-z_]\w*)=("[^"]*"|'[^']*'|\S*)/g))
        found.set(name as string, { value: filled(unquoted(given as string), args), at });
  }
  return found;
}

const unquoted = (text: string): string => text.trim().replace(/^(["'])(.*)\1$/, "$2");

const filled = (text: string, args: ReadonlyMap<string, { readonly value: string }>): string =>
  text.replace(/\$\{?([A-Za-z_]\w*)(?::?-([^}]*))?\}?/g, (whole, name: string, fallback?: string) => args.get(name)?.value ?? fallback ?? whole);

function start(instruction: Instruction | undefined): Start | undefined {
  if (!instruction) return undefined;
  const { rest, at } = instruction;
  if (rest.startsWith("[")) {
    try {
      const words: unknown = JSON.parse(rest);
      if (Array.isArray(words) && words.every((word) => typeof word === "string")) return words.length > 0 ? { words, isShell: false, at } : undefined;
    } catch {
      // Docker takes it for a shell's line, and so do we.
    }
  }
  return rest === "" ? undefined : { words: rest.split(/\s+/), isShell: true, at };
}

function directories(stage: readonly Instruction[], known: ReadonlyMap<string, { readonly value: string }>): { path: string; at: Place }[] {
  const found: { path: string; at: Place }[] = [];
  for (const { word, rest, at } of stage) if (word === "WORKDIR") found.push({ path: absolute(filled(unquoted(rest), known), found.at(-1)?.path ?? "/"), at });
  return found;
}

/** A path from a working directory, without . and a slash at its end. */
function absolute(path: string, from: string): string {
  const parts = (path.startsWith("/") ? path : `${from}/${path}`).split("/").filter((part) => part !== "" && part !== ".");
  return `/${parts.join("/")}`;
}

function copies(stage: readonly Instruction[], args: ReadonlyMap<string, { readonly value: string }>): Dockerfile["releases"] {
  let directory = "/";
  return stage.flatMap((one) => {
    if (one.word === "WORKDIR") directory = absolute(filled(unquoted(one.rest), args), directory);
    return copied(one, directory, args);
  });
}

/** COPY --from=build /app/_build/prod/rel/shop ./ */
function copied({ word, rest, at }: Instruction, from: string, args: ReadonlyMap<string, { readonly value: string }>): Dockerfile["releases"][number][] {
  if (word !== "COPY" && word !== "ADD") return [];
  const [source, target] = rest
    .split(/\s+/)
    .filter((part) => !part.startsWith("--"))
    .map(unquoted);
  const [, name] = /\/rel(?:\/([^/*]+))?(?:\/[*.]?)?\/?$/.exec(source ?? "") ?? [];
  if (target === undefined || !/\/rel(\/|$)/.test(source ?? "")) return [];
  const known = name === undefined ? undefined : filled(name, args);
  const path = absolute(filled(target, args), from);
  // A variable that nothing here gives a value.
  if (/[$\s:]/.test(path)) return [];
  return [{ path, name: known !== undefined && /^[A-Za-z]\w*$/.test(known) ? known : undefined, isAll: name === undefined, at }];
}

function exposed(instruction: Instruction | undefined, args: ReadonlyMap<string, { readonly value: string }>): Dockerfile["expose"] {
  const port = Number(/^\d+/.exec(filled(instruction?.rest ?? "", args))?.[0]);
  return instruction && isPort(port) ? { port, at: instruction.at } : undefined;
}

function user(instruction: Instruction | undefined, stage: readonly Instruction[], args: ReadonlyMap<string, { readonly value: string }>): Dockerfile["user"] {
  if (!instruction) return undefined;
  const [name = "", group] = filled(unquoted(instruction.rest), args).split(":");
  const id = (text: string | undefined, ...commands: readonly RegExp[]): number | undefined => {
    if (text === undefined) return undefined;
    if (/^\d{1,9}$/.test(text)) return Number(text);
    for (const { word, rest } of stage) {
      for (const part of word === "RUN" ? filled(rest, args).split(/&&|;/) : []) {
        if (!commands.some((command) => command.test(part)) || !new RegExp(`(^|\\s)${text.replace(/\W/g, "\\$&")}(\\s|$)`).test(part)) continue;
        const number = /(?:--(?:u|g)id[= ]|-[a-zA-Z]*[ug]\s+)(\d+)/.exec(part)?.[1];
        if (number !== undefined) return Number(number);
      }
    }
    return undefined;
  };
  return { name, id: id(name, /\badduser\b/, /\buseradd\b/), group: id(group, /\baddgroup\b/, /\bgroupadd\b/), at: instruction.at };
}
