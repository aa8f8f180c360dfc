import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { type Anything, built, copyOfTheLayout, edit, objectsOf, realEngines, scratch, write } from "./kustomize.ts";
import { onPathOf } from "./looking.ts";
import { type Outcome, pluginHome, programs, refusal, root } from "./program.ts";

// What plan says of the shipped overlays and of a few specs, to the letter; then one change each, and the numbers that must follow.

const engine = realEngines[0] as (typeof realEngines)[number];
const [[, source]] = programs as [(typeof programs)[number]];
const schema = JSON.parse(readFileSync(`${root}/docs/plan.schema.json`, "utf8")) as object;
const isPlan = new Ajv({ strict: true, allErrors: true, allowUnionTypes: true }).compile(schema);

const env = (): Record<string, string> => ({ HOME: "/nonexistent", PATH: onPathOf(engine), KUSTOMIZE_PLUGIN_HOME: pluginHome });

const planned = (cwd: string, args: readonly string[], stdin?: string): Outcome =>
  source({ args: ["plan", ...args], cwd, env: env(), ...(stdin !== undefined && { stdin }) });

function jsonOf(cwd: string, args: readonly string[], stdin?: string): Anything {
  const parsed = JSON.parse(planned(cwd, ["--format", "json", ...args], stdin).stdout);
  if (!isPlan(parsed)) throw new Error(JSON.stringify(isPlan.errors));
  return parsed;
}

let known: Anything;
/** Of overlays/prod as it is shipped, which takes a second to build. */
function shipped(): Anything {
  known ??= jsonOf(root, ["overlays/prod"]).environments[0];
  return known;
}

const golden = (name: string): string => `${root}/test/plan/${name}`;
const overlays = ["overlays/dev", "overlays/staging", "overlays/prod"];

describe.each(programs)("%s", (_, program) => {
  test("the shipped overlays side by side", async () => {
    const { code, stdout, stderr } = program({ args: ["plan", ...overlays], cwd: root, env: env() });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    await expect(stdout).toMatchFileSnapshot(golden("overlays.txt"));
  });

  test.each(["autoscaled", "sqlite", "no-database", "per-pod"])("%s", async (name) => {
    const { code, stdout, stderr } = program({ args: ["plan", `${name}.yaml`], cwd: golden(""), env: {} });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    await expect(stdout).toMatchFileSnapshot(golden(`${name}.txt`));
  });
});

test("neither locale nor time zone changes a byte", () => {
  const [, [, binary]] = programs as [(typeof programs)[number], (typeof programs)[number]];
  const { stdout } = binary({ args: ["plan", "autoscaled.yaml"], cwd: golden(""), env: { LC_ALL: "tr_TR.UTF-8", TZ: "Pacific/Kiritimati" } });
  expect(stdout).toBe(readFileSync(golden("autoscaled.txt"), "utf8"));
});

test("no line is wider than a terminal", () => {
  const names = ["overlays", "autoscaled", "sqlite", "no-database", "per-pod"];
  const lines = names.flatMap((name) => readFileSync(golden(`${name}.txt`), "utf8").split("\n"));
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
});

test("JSON is as its schema says, and has the same numbers", () => {
  const paths = ["test/plan/sqlite.yaml", "test/plan/per-pod.yaml"];
  const { version, environments } = jsonOf(root, paths);
  expect({ version, paths: environments.map(({ path }: Anything) => path) }).toEqual({ version: 1, paths });
  const [web] = shipped().releases[0].processes;
  expect(web.drainSeconds).toEqual({ value: 75, how: "preStop 10 + sockets 30 + http 15 + jobs 15 + margin 5 = 75 s" });
  expect(web.rollout.peak).toEqual({ value: 6, how: "3 + 1 + 2 = 6" });
  expect(shipped().capacity.rollout.memory).toEqual({ value: "6400Mi", how: "web (3 + 1 + 2) x 1Gi + migrate 1 x 256Mi = 6400Mi" });
});

test("each number of JSON has its formula", () => {
  const figures = (value: Anything): Anything[] =>
    typeof value !== "object" || value === null ? [] : "how" in value ? [value] : Object.values(value).flatMap(figures);
  const all = [shipped(), jsonOf(root, ["test/plan/autoscaled.yaml", "test/plan/per-pod.yaml", "test/overlays/overlays-prod.yaml"])].flatMap(figures);
  expect(all.length).toBeGreaterThan(200);
  expect(all.filter(({ how }) => how === "")).toEqual([]);
  // What stands before the = gives what stands behind it.
  const sums = all
    .map(({ value, how }) => ({ value, formula: how.replace(/\b(?!x\b)[a-z][\w-]*/gi, "") }))
    .filter(({ formula }) => /^[-\d+ x()]+=[- \d]+$/.test(formula));
  expect(sums.length).toBeGreaterThan(60);
  for (const { value, formula } of sums) expect([formula, Function(`return ${formula.split("=")[0].replaceAll("x", "*")}`)()]).toEqual([formula, value]);
});

// One change each, and what must be another number.

const PROD = "overlays/prod/kustomization.yaml";
type Change = (layout: string) => void;
const inSpec =
  (text: string): Change =>
  (layout) =>
    edit(layout, "overlays/prod/spec/release.yaml", (yaml) => `${yaml}  ${text}\n`);
const patched =
  (kind: string, operation: string): Change =>
  (layout) =>
    edit(layout, PROD, (yaml) => yaml.replace("\ntransformers:", `\n  - target: {kind: ${kind}}\n    patch: "- ${operation}"\ntransformers:`));
const replicas =
  (count: number): Change =>
  (layout) =>
    edit(layout, PROD, (yaml) => yaml.replace("count: 3", `count: ${count}`));
const autoscaled: Change = (layout) => {
  edit(layout, PROD, (yaml) => yaml.replace(/replicas:\n.*\n.*\n/, ""));
  inSpec("processes: {web: {autoscale: {enabled: true, min: 2, max: 8}}}")(layout);
};

const CONTAINER = "/spec/template/spec/containers/0";
type Numbers = readonly (readonly [path: string, before: unknown, after: unknown])[];
const WEB = "releases.0.processes.0";
const rows: readonly (readonly [what: string, changes: readonly Change[], numbers: Numbers])[] = [
  [
    "replicas:",
    [replicas(5)],
    [
      [`${WEB}.pods.most`, 3, 5],
      [`${WEB}.rollout.waves`, 3, 5],
      ["capacity.most.cpu", "1500m", "2500m"],
      ["releases.0.connections.least", 30, 50],
    ],
  ],
  [
    "an autoscaler",
    [autoscaled],
    [
      [`${WEB}.pods.least`, 3, 2],
      [`${WEB}.pods.most`, 3, 8],
      ["releases.0.connections.least", 30, 20],
      ["releases.0.connections.most", 30, 80],
    ],
  ],
  [
    "fields of the spec",
    [
      inSpec(
        "database: {pool: 20}\n  rollout: {maxSurge: 9, maxUnavailable: 1}\n  drain: {jobsSeconds: 60}\n  beam: {schedulers: 7}\n  health: {startup: {failureThreshold: 120}}",
      ),
    ],
    [
      ["releases.0.connections.rollout", 42, 122],
      // Not more new pods than are wanted.
      [`${WEB}.rollout.surge`, 1, 3],
      [`${WEB}.rollout.waves`, 3, 1],
      [`${WEB}.drainSeconds`, 75, 120],
      [`${WEB}.graceSeconds`, 75, 120],
      [`${WEB}.schedulers`, 2, 7],
      [`${WEB}.rollout.slowestSeconds`, 990, 850],
      [`${WEB}.rollout.progressDeadlineSeconds`, 725, 845],
    ],
  ],
  [
    "patches of the objects",
    [
      // Of two variables with one name Kubernetes takes the last.
      patched("Deployment", `{op: add, path: ${CONTAINER}/env/-, value: {name: POOL_SIZE, value: '7'}}`),
      patched("Deployment", "{op: replace, path: /spec/strategy/rollingUpdate/maxSurge, value: '50%'}"),
      patched("Deployment", "{op: replace, path: /spec/template/spec/terminationGracePeriodSeconds, value: 100}"),
      patched("Deployment", `{op: replace, path: ${CONTAINER}/resources/requests/memory, value: 1G}`),
      patched("Deployment", "{op: replace, path: /spec/progressDeadlineSeconds, value: 60}"),
    ],
    [
      ["releases.0.connections.least", 30, 21],
      ["releases.0.connections.rollout", 42, 37],
      [`${WEB}.rollout.surge`, 1, 2],
      [`${WEB}.graceSeconds`, 75, 100],
      [`${WEB}.drainSeconds`, 75, 75],
      [`${WEB}.requests.memory`, "1Gi", "1G"],
      ["capacity.least.memory", "3Gi", "3G"],
      [`${WEB}.rollout.progressDeadlineSeconds`, 725, 60],
    ],
  ],
  [
    "one pod alone, with more CPU, and no budget for disruptions",
    [
      replicas(1),
      inSpec("processes: {web: {singleton: true}}"),
      (layout) => edit(layout, "overlays/prod/spec/release.yaml", (yaml) => yaml.replace("cpu: 500m", "cpu: 2")),
    ],
    [
      [`${WEB}.rollout.peak`, 6, 1],
      [`${WEB}.rollout.quickestSeconds`, 36, 22],
      [`${WEB}.rollout.slowestSeconds`, 990, 805],
      [`${WEB}.schedulers`, 2, 4],
      ["releases.0.connections.draining", 62, 12],
    ],
  ],
];

const at = (value: Anything, path: string): unknown => path.split(".").reduce((inner, key) => inner?.[key], value)?.value;

describe("a change shows", () => {
  test.each(rows)("%s", (_, changes, numbers) => {
    const layout = copyOfTheLayout();
    for (const change of changes) change(layout);
    const now = jsonOf(layout, ["overlays/prod"]).environments[0];
    expect(numbers.map(([path]) => [path, at(shipped(), path), at(now, path)])).toEqual(numbers);
  });
});

describe("a stream", () => {
  const stream = built(engine, join(root, "overlays/prod"));
  const release = (text: string): Anything => jsonOf(root, ["-"], text).environments[0].releases[0];
  const changed = (change: (get: (kind: string) => Anything) => void): Anything => {
    const objects = objectsOf(stream);
    change((kind) => objects.find((object) => object.kind === kind));
    return release(objects.map((object) => stringify(object)).join("---\n"));
  };

  test("tells pods and sizes, and not what only a spec knows", () => {
    const { processes, connections, uncounted } = release(stream);
    expect({ connections, uncounted }).toEqual({ connections: null, uncounted: "the objects do not say what a pod opens: name the spec or the overlay" });
    const [{ pods, drainSeconds, graceSeconds, rollout }] = processes;
    expect([pods.most.value, graceSeconds.value, drainSeconds.value, rollout.slowestSeconds.value]).toEqual([3, 75, null, null]);
    expect(rollout.slowestSeconds.how).toBe("the time that wait-for-migrations takes is not in the objects");
  });

  test("a StatefulSet that nobody rolls has no waves", () => {
    const { processes } = changed((get) => {
      Object.assign(get("Deployment"), { kind: "StatefulSet" });
      Object.assign(get("StatefulSet").spec, { updateStrategy: { type: "OnDelete" } });
    });
    expect(processes[0].rollout.waves).toEqual({ value: null, how: "updateStrategy OnDelete: nobody replaces pods but you" });
  });

  test("without a PodDisruptionBudget all pods of a node go at once", () => {
    const { processes } = changed((get) => Object.assign(get("PodDisruptionBudget"), { kind: "PodDisruptionBudgets" }));
    expect(processes[0].nodeDrain).toEqual({ value: 3, how: "no PodDisruptionBudget: all that the node has, at once" });
  });

  test.each([
    [{ minAvailable: 3 }, 0],
    [{ minAvailable: "50%" }, 1],
    [{ maxUnavailable: "50%" }, 2],
    [{ maxUnavailable: 0 }, 0],
  ])("a PodDisruptionBudget with %j", (spec, pods) => {
    const { processes } = changed((get) => {
      const { selector } = get("PodDisruptionBudget").spec;
      get("PodDisruptionBudget").spec = { ...spec, selector };
    });
    expect(processes[0].nodeDrain.value).toBe(pods);
  });

  test("a process that a patch has deleted is in the notes", () => {
    const layout = copyOfTheLayout();
    inSpec("processes: {worker: {env: {ROLE: worker}}}")(layout);
    edit(layout, PROD, (yaml) =>
      yaml
        .replace("transformers: [finish]", "")
        .replace(/\n$/, `\n  - patch: "{$patch: delete, apiVersion: apps/v1, kind: Deployment, metadata: {name: shop-worker}}"\n`),
    );
    expect(jsonOf(layout, ["overlays/prod"]).environments[0].notes).toEqual(["worker of shop is in the spec, but not among the objects"]);
  });

  test("a budget that lets nothing go, and pods of another kind, are in the notes", () => {
    const objects = objectsOf(stream);
    objects.find(({ kind }) => kind === "PodDisruptionBudget").spec.maxUnavailable = 0;
    const extra = { apiVersion: "v1", kind: "Pod", metadata: { name: "probe", namespace: "shop-prod" }, spec: { containers: [{ name: "a", image: "b:1" }] } };
    const { notes } = jsonOf(root, ["-"], [...objects, extra].map((object) => stringify(object)).join("---\n")).environments[0];
    expect(notes).toEqual([
      "Pod/probe makes pods that are not counted here",
      "Deployment/shop: the drain of a node waits for ever (maxUnavailable 0 of the PodDisruptionBudget shop)",
    ]);
  });

  test("a deadline that a slow pod misses is in the notes, with what it may take, and runs that overlap", () => {
    const spec = (deadline: number): string => `${readFileSync(golden("no-database.yaml"), "utf8")}  rollout: { progressDeadlineSeconds: ${deadline} }\n`;
    const notes = (deadline: number): unknown => jsonOf(root, ["-"], spec(deadline)).environments[0].notes;
    expect(notes(125)).toEqual([]);
    expect(notes(124)).toEqual(["Deployment/board: progressDeadlineSeconds is 124, and one pod may take 125 s: a slow rollout would be reported as failed"]);
    const cron = {
      apiVersion: "batch/v1",
      kind: "CronJob",
      metadata: { name: "c" },
      spec: { schedule: "* * * * *", jobTemplate: { spec: { template: { spec: { containers: [] } } } } },
    };
    expect(jsonOf(root, ["-"], stringify(cron)).environments[0].notes).toEqual([
      "CronJob/c: its runs may overlap (concurrencyPolicy Allow), and one is counted",
    ]);
  });

  test("nothing in it moves a terminal", () => {
    const { stdout } = planned(
      root,
      ["-"],
      stream.replace("ghcr.io", "ghcr.io").replaceAll("  name: web\n", '  name: "web\\e[2J"\n').replace("- name: web", '- name: "a\\e[31m"'),
    );
    expect(stdout).not.toContain("\u001b");
  });

  test("what Kubernetes would not take is said, and not counted", () => {
    const objects = objectsOf(stream);
    objects.find(({ kind }) => kind === "Deployment").spec.minReadySeconds = "five";
    const { code, stdout, stderr } = planned(root, ["-"], objects.map((object) => stringify(object)).join("---\n"));
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/error\[PHX011\]: .*spec\.minReadySeconds must be a number, not a string/);
  });

  test("a quantity that is none is unknown", () => {
    const { processes } = changed((get) => {
      get("Deployment").spec.template.spec.containers[0].resources.requests.memory = "lots";
    });
    expect(processes[0].requests.memory).toEqual({ value: null, how: 'web has "lots", which is no quantity' });
  });
});

describe("whatever the spec", () => {
  const cases = readdirSync(`${root}/test/cases`).filter((_, index) => index % 6 === 0);
  test("a case has a plan, as wide as a terminal, with nothing that is no number", () => {
    expect(cases.length).toBeGreaterThan(20);
    for (const name of cases) {
      const path = `test/cases/${name}/release.yaml`;
      const { code, stdout } = planned(root, [path]);
      expect([name, code]).toEqual([name, 0]);
      expect(stdout, name).not.toMatch(/NaN|undefined|Infinity|\[object/);
      expect(
        stdout.split("\n").filter((line) => line.length > 80),
        name,
      ).toEqual([]);
    }
  });

  test("the connections are those that the build refuses", () => {
    const spec = readFileSync(golden("autoscaled.yaml"), "utf8");
    const directory = scratch();
    write(directory, "a.yaml", spec.replace("maxConnections: 120", "maxConnections: 1"));
    const { stdout, stderr } = planned(directory, ["a.yaml"]);
    const [, total, words] = /opens (\d+) database connections, and 1 are allowed: (.*)\n/.exec(stderr) ?? [];
    expect(stdout.replace(/\s+/g, " ")).toContain(`at a rollout ${total} ${words} = ${total} while old pods drain`);
  });

  test("environments that do not fit side by side stand below each other", () => {
    const directory = scratch();
    const names = Array.from({ length: 9 }, (_, index) => `environment-${index}.yaml`);
    for (const name of names) write(directory, name, readFileSync(golden("sqlite.yaml"), "utf8"));
    const { stdout } = planned(directory, names);
    const [table = ""] = stdout.split("How the sums come about");
    expect(table.split("\n").filter((line) => line.length > 80)).toEqual([]);
    expect(table.match(/environment-\d\.yaml/g)).toEqual(names);
    expect(table.match(/^ {2}grace period/gm)?.length).toBeGreaterThan(1);
  });

  test("several releases of one kustomization, under names of their own", () => {
    const layout = copyOfTheLayout();
    edit(layout, "bases/app/spec/kustomization.yaml", (yaml) => yaml.replace("[release.yaml]", "[release.yaml, admin.yaml]"));
    write(layout, "bases/app/spec/admin.yaml", readFileSync(golden("autoscaled.yaml"), "utf8").replace("name: shop", "name: admin"));
    write(layout, "overlays/eu/kustomization.yaml", "resources: [../../bases/app]\nnamePrefix: eu-\nnamespace: eu\n");
    const [{ releases }] = jsonOf(layout, ["overlays/eu"]).environments;
    const told = releases.map(({ name, processes, connections }: Anything) => [
      name,
      processes.map(({ workload }: Anything) => workload),
      connections.rollout.value,
    ]);
    expect(Object.fromEntries(told.map(([name, ...rest]: Anything) => [name, rest]))).toEqual({
      shop: [["Deployment/eu-shop"], 22],
      admin: [["Deployment/eu-admin", "StatefulSet/eu-admin-store", "Deployment/eu-admin-worker"], 114],
    });
  });

  test("two specs of one name are not mixed up, and it is said", () => {
    const layout = copyOfTheLayout();
    write(layout, "overlays/all/kustomization.yaml", "resources: [../staging, ../prod]\n");
    const { environments } = jsonOf(layout, ["overlays/all"]);
    expect(environments[0].releases.map(({ namespace, uncounted }: Anything) => [namespace, uncounted])).toEqual(
      ["shop-prod", "shop-staging"].map((namespace) => [
        namespace,
        "several specs are called shop, and say different things: whose objects these are is not known",
      ]),
    );
    expect(environments[0].capacity.least.cpu.how).toBe("shop web 3 x 500m + shop web 2 x 250m = 2");
  });
});

describe("an environment with errors", () => {
  test("has its numbers, and the errors as validate tells them", () => {
    const layout = copyOfTheLayout();
    inSpec("database: {maxConnections: 41}")(layout);
    const { code, stdout, stderr } = planned(layout, ["overlays/prod"]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/ {2}left at a rollout +-1 {2}41 - 42 = -1\n/);
    expect(stderr).toMatch(/error\[PHX217\]: at its largest the release opens 42 database connections, and 41 are allowed/);
  });

  test("that the build cannot see while pods drain, is a note", () => {
    const layout = copyOfTheLayout();
    inSpec("database: {maxConnections: 42}")(layout);
    const { code, stdout } = planned(layout, ["overlays/prod"]);
    expect(code).toBe(0);
    expect(stdout.replace(/\s+/g, " ")).toContain("shop: while old pods drain, up to 62 connections are open, and 42 are allowed");
  });

  test("of which nothing can be built says why", () => {
    const directory = scratch();
    write(directory, "kustomization.yaml", "resources: [nowhere.yaml]\n");
    const { code, stdout, stderr } = planned(directory, ["."]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("error[PHX503]");
  });

  test.each([
    [[], "plan needs a PATH: a file with a spec, an overlay, what kustomize build has printed, or - for standard input"],
    [[""], 'plan was given an empty PATH: "" names nothing; is a variable not set?'],
    [["nowhere"], "nowhere: there is no such file or directory"],
    [["-", "-"], "- was given twice, and standard input can be read once"],
  ])("%j is no call", (args, why) => expect(planned(root, args)).toEqual({ code: 2, stdout: "", stderr: refusal("plan", why) }));
});
