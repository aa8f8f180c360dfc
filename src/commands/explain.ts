import { explanation } from "../explain/explanation.ts";
import { human } from "../explain/human.ts";
import { json } from "../explain/json.ts";
import { fieldNamed } from "../explain/path.ts";
import { subjects } from "../explain/subject.ts";
import type { Io } from "../io.ts";
import { told } from "../tell.ts";
import type { Call, Command } from "./command.ts";
import { misused } from "./misused.ts";
import { misuse } from "./paths.ts";
import { widthOn } from "./usage.ts";

const INVALID = 1;

export const explain: Command = {
  name: "explain",
  summary: "Says what a field is for, and with a spec what is decided from it and why.",
  operands: "[FIELD]",
  options: {
    file: {
      short: "f",
      value: "PATH",
      description: "A spec, an overlay or its patch, or - for standard input: the value there, where it is written, and the numbers that come of it.",
    },
    recursive: { description: "All fields below, not only the next ones." },
    format: { value: "FORMAT", choices: ["human", "json"], default: "human", description: "json: for programs." },
  },
  notes: [
    "FIELD is written as in messages: spec.drain.socketsSeconds. spec. may be left out, and names are yours: processes.web.replicas.",
    "Without FIELD: the fields of a spec.",
  ],
  examples: ["explain drain", "explain drain.socketsSeconds -f overlays/prod", "explain cluster --recursive", "explain spec -f bases/app/spec/release.yaml"],
  run,
};

function run({ operands, options }: Call, io: Io): number {
  const [field = "spec", ...rest] = operands;
  const path = options["file"];
  const wrong =
    rest.length > 0 ? `explain takes one FIELD, but ${JSON.stringify(rest[0])} was given too` : path === undefined ? undefined : misuse("explain", [path], io);
  if (wrong !== undefined) return misused(wrong, "explain", io);
  const found = fieldNamed(field);
  if ("wrong" in found) {
    io.stderr(`${found.wrong}\n`);
    return INVALID;
  }
  const specs = path === undefined ? { subjects: [], findings: [] } : subjects(path, { env: io.env, self: io.self(), cwd: io.cwd(), stdin: io.stdin });
  const one = explanation(found.path, specs.subjects, options["recursive"] !== undefined);
  io.stdout(options["format"] === "json" ? json(one) : human(one, widthOn(io.columns?.("stdout"))));
  const errors = specs.findings.filter(({ severity }) => severity === "error");
  io.stderr(told(errors));
  return errors.length > 0 ? INVALID : 0;
}
