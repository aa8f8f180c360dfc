import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parse, stringify } from "yaml";
import { type Outcome, type Program, programs, root } from "../program.ts";
import type { Random } from "../properties/random.ts";
import { someDocument } from "../properties/specs.ts";
import { type Bytes, bytesOf, textOf } from "./bytes.ts";
import { mutatedDocument, mutatedSpec, mutatedText, someFinishing, someMutated, stream } from "./corpus.ts";
import { type Parts, STDIN } from "./parts.ts";
import { clean, listed, passed, placed, printedObjects, quiet, type Rule, sameCodes, validated } from "./rules.ts";
import { mutatedValue, printed } from "./structure.ts";

const [[, program] = []] = programs as readonly (readonly [string, Program])[];
export const source = program as Program;

/** One way into the program with what it is given there. */
export interface Way {
  /** How often it is taken beside the others. */
  readonly weight: number;
  readonly make: (random: Random) => Parts;
  readonly ask: (parts: Parts) => Outcome;
  /** What holds beside what holds for every run. */
  readonly rules: Readonly<Record<string, Rule>>;
}

/** A layout as users copy it: what is written into it is put back after each run. */
let layout: string | undefined;
function directory(): string {
  if (layout === undefined) {
    const made = mkdtempSync(join(tmpdir(), "phoenix-release-fuzz-"));
    process.on("exit", () => rmSync(made, { recursive: true, force: true }));
    for (const name of ["bases/app", "overlays/prod"]) cpSync(join(root, name), join(made, name), { recursive: true });
    layout = made;
  }
  return layout;
}

export const OVERLAY = "overlays/prod";
const byKustomize = (): Record<string, string> => ({ KUSTOMIZE_PLUGIN_CONFIG_ROOT: join(directory(), OVERLAY), PWD: directory() });

/** Runs it below the layout with the parts in their places. */
export function within(parts: Parts, run: (cwd: string, stdin: string | undefined) => Outcome): Outcome {
  const files = Object.keys(parts).filter((name) => name !== STDIN);
  const before = files.map((name) => original(name));
  for (const name of files) write(name, parts[name] as Bytes);
  try {
    const stdin = parts[STDIN];
    return run(directory(), stdin === undefined ? undefined : textOf(stdin));
  } finally {
    for (const [index, name] of files.entries()) {
      const text = before[index];
      if (text === undefined) rmSync(join(directory(), name));
      else write(name, text);
    }
  }
}

function original(name: string): Bytes | undefined {
  try {
    return readFileSync(join(directory(), name), "latin1");
  } catch {
    return undefined;
  }
}

function write(name: string, bytes: Bytes): void {
  mkdirSync(dirname(join(directory(), name)), { recursive: true });
  writeFileSync(join(directory(), name), bytes, "latin1");
}

const FILE = "release.yaml";
const byHand = (parts: Parts): Outcome => within(parts, (cwd, stdin) => source({ args: [join(cwd, FILE)], stdin, cwd }));

const config = (parts: Parts, cwd: string): string => (parts[FILE] === undefined ? join(cwd, OVERLAY, "spec", FILE) : join(cwd, FILE));

const asPlugin = (parts: Parts): Outcome =>
  within({ [STDIN]: "", ...parts }, (cwd, stdin) => source({ args: [config(parts, cwd)], stdin, env: byKustomize(), cwd: join(cwd, OVERLAY) }));

const asFunction = (parts: Parts): Outcome => within(parts, (cwd, stdin) => source({ stdin, env: { PWD: cwd }, cwd: join(cwd, OVERLAY) }));

const list = (functionConfig: unknown, items: readonly unknown[]): Record<string, unknown> => ({
  apiVersion: "config.kubernetes.io/v1",
  kind: "ResourceList",
  items,
  functionConfig,
});

/** As a functionConfig whose text stays what it is. */
const embedded = (spec: Bytes): Bytes => `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: []\nfunctionConfig:\n${indented(spec)}`;

const indented = (text: string): string => text.replace(/^(?=.)/gm, "  ");

/** One of several is mutated, sometimes all. */
function oneMutated(parts: Record<string, Bytes>, random: Random): Parts {
  const chosen = random.pick(Object.keys(parts));
  return Object.fromEntries(Object.entries(parts).map(([name, bytes]) => [name, name === chosen || random.chance(0.1) ? mutatedText(bytes, random) : bytes]));
}

const KUSTOMIZATION = `${OVERLAY}/kustomization.yaml`;
const SPEC_KUSTOMIZATION = `${OVERLAY}/spec/kustomization.yaml`;
const files = [
  KUSTOMIZATION,
  SPEC_KUSTOMIZATION,
  SPEC_KUSTOMIZATION,
  `${OVERLAY}/finish/kustomization.yaml`,
  `${OVERLAY}/spec/${FILE}`,
  "bases/app/spec/kustomization.yaml",
  "bases/app/spec/release.yaml",
];

/** With all that a kustomization may say about a spec. */
const rich = `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namePrefix: eu-
resources: [../../../bases/app/spec]
components: [../../../bases/app/names]
patches:
  - path: release.yaml
    target: {kind: PhoenixRelease}
  - target: {kind: PhoenixRelease, name: shop}
    patch: |-
      - op: replace
        path: /spec/host
        value: shop.example.com
      - {op: add, path: /spec/env, value: {A: b}}
  - patch: |-
      apiVersion: phoenix-release.dev/v1
      kind: PhoenixRelease
      metadata: {name: shop}
      spec: {cluster: {enabled: false}}
patchesStrategicMerge:
  - release.yaml
patchesJson6902:
  - target: {kind: PhoenixRelease, name: shop}
    path: release.yaml
replacements:
  - source: {kind: PhoenixRelease, fieldPath: spec.host}
    targets:
      - select: {kind: PhoenixRelease}
        fieldPaths: [spec.extraHosts.0, "spec.env.[A]"]
        options: {create: true}
`;

/** Files of the layout, one or two of them mutated in their text or structure. */
export function mutatedLayout(random: Random): Record<string, Bytes> {
  return Object.fromEntries(
    random.some(files).map((name) => {
      const text = name === SPEC_KUSTOMIZATION && random.chance(0.7) ? bytesOf(rich) : readFileSync(join(root, name), "latin1");
      return [name, random.chance(0.5) ? mutatedText(text, random) : mutatedDocument(parse(textOf(text)), random)];
    }),
  );
}

export const ways: Readonly<Record<string, Way>> = {
  "a spec by hand": {
    weight: 30,
    make: (random) => ({ [FILE]: mutatedSpec(random) }),
    ask: byHand,
    rules: { ...clean, placed: placed(FILE), printedObjects },
  },
  "a spec by Kustomize": {
    weight: 15,
    make: (random) => ({ [FILE]: mutatedSpec(random) }),
    ask: asPlugin,
    rules: { ...clean, quiet, sameCodes: sameCodes(byHand), printedObjects },
  },
  "a functionConfig": {
    weight: 15,
    make: (random) => ({
      [STDIN]: random.chance(0.5)
        ? embedded(mutatedSpec(random))
        : random.chance(0.5)
          ? mutatedText(embedded(bytesOf(stringify(someDocument(random)))), random)
          : mutatedDocument(list(someDocument(random), random.pick([[], [{ kind: "ConfigMap", metadata: { name: "a" } }]])), random),
    }),
    ask: asFunction,
    rules: { listed },
  },
  "the objects of an overlay": {
    weight: 15,
    make: (random) => {
      const { spec, objects } = someFinishing(random);
      const config = bytesOf(stringify(spec));
      if (random.chance(0.4)) return oneMutated({ [FILE]: config, [STDIN]: bytesOf(stream(objects)) }, random);
      // Its images are compared with those of the objects.
      if (random.chance(0.1))
        return oneMutated({ [FILE]: config, [STDIN]: bytesOf(stream(objects)), [KUSTOMIZATION]: readFileSync(join(root, KUSTOMIZATION), "latin1") }, random);
      return { [FILE]: config, [STDIN]: bytesOf(someMutated(objects, random).join("---\n")) };
    },
    ask: asPlugin,
    rules: { ...clean, passed },
  },
  "the objects of an overlay as a ResourceList": {
    weight: 15,
    make: (random) => {
      const { spec, objects } = someFinishing(random);
      const config = random.chance(0.2) ? printed(mutatedValue(structuredClone(spec), random), random) : stringify(spec);
      const items = (random.chance(0.5) ? objects.map(({ text }) => text) : someMutated(objects, random)).map(
        (text) => `- ${text.trimEnd().replaceAll("\n", "\n  ")}\n`,
      );
      const text = bytesOf(`apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n${items.join("")}functionConfig:\n${indented(config)}`);
      return { [STDIN]: random.chance(0.3) ? mutatedText(text, random) : text };
    },
    ask: asFunction,
    rules: { listed, passed },
  },
  "kustomizations on the way to a position": {
    weight: 10,
    make: (random) => {
      const parts = mutatedLayout(random);
      const spec = mutatedSpec(random);
      return random.chance(0.5) ? { ...parts, [FILE]: spec } : { ...parts, [STDIN]: embedded(spec) };
    },
    ask: (parts) => (parts[STDIN] === undefined ? asPlugin(parts) : asFunction(parts)),
    rules: { sameCodes: sameCodes((parts) => (parts[STDIN] === undefined ? byHand({ [FILE]: parts[FILE] as Bytes }) : asFunction({ [STDIN]: parts[STDIN] }))) },
  },
  "validate -": {
    weight: 10,
    make: (random) => ({
      format: random.pick(["human", "json", "github"]),
      [STDIN]: random.chance(0.5) ? mutatedSpec(random) : mutatedText(bytesOf(stream(someFinishing(random).objects)), random),
    }),
    ask: ({ format = "", ...parts }) => within(parts, (cwd, stdin) => source({ args: ["validate", "--format", format, "-"], stdin, cwd })),
    rules: { validated },
  },
};
