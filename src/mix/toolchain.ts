import type { Dockerfile } from "./dockerfile.ts";
import { type Fact, likely, sure } from "./fact.ts";
import type { Files } from "./files.ts";
import type { Mixfile } from "./mixfile.ts";

// Elixir and OTP: the image's own say counts, then what developers use.

export interface Toolchain {
  readonly elixir: Fact<string> | undefined;
  readonly otp: Fact<string> | undefined;
}

export function readToolchain(files: Files, dockerfile: Dockerfile | undefined, mixfile: Mixfile | undefined): Toolchain {
  const asked = mixfile?.elixir;
  return {
    elixir:
      argument(dockerfile, "ELIXIR_VERSION", "ELIXIR_VSN") ??
      image(dockerfile, /(?:^|\/)elixir:(\d+\.\d+(?:\.\d+)?)/) ??
      tool(files, "elixir") ??
      (asked && { ...asked, certainty: "likely", value: asked.value, why: "elixir: in mix.exs" }),
    otp: argument(dockerfile, "OTP_VERSION", "ERLANG_VERSION", "OTP_VSN") ?? image(dockerfile, /-(?:erlang|otp)-(\d+(?:\.\d+)*)/) ?? tool(files, "erlang"),
  };
}

function argument(dockerfile: Dockerfile | undefined, ...names: readonly string[]): Fact<string> | undefined {
  for (const name of names) {
    const found = dockerfile?.args.get(name);
    if (found && /^\d/.test(found.value)) return sure(found.value, found.at, `ARG ${name}`);
  }
  return undefined;
}

function image(dockerfile: Dockerfile | undefined, pattern: RegExp): Fact<string> | undefined {
  for (const { image, at } of dockerfile?.images ?? []) {
    const version = pattern.exec(image)?.[1];
    if (version !== undefined) return sure(version, at, image);
  }
  return undefined;
}

/** asdf's file, and mise's. */
function tool({ texts }: Files, name: string): Fact<string> | undefined {
  for (const [file, pattern] of [
    [".tool-versions", new RegExp(`^${name}\\s+([\\d.]+)`)],
    ["mise.toml", new RegExp(`^${name}\\s*=\\s*"([\\d.]+)`)],
  ] as const) {
    const lines = (texts.get(file) ?? "").split("\n");
    const index = lines.findIndex((line) => pattern.test(line));
    if (index !== -1) return likely(pattern.exec(lines[index] as string)?.[1] as string, { file, line: index + 1 }, `what developers use (${file})`);
  }
  return undefined;
}
