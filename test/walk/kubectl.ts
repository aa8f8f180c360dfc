import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { parseAllDocuments } from "yaml";
import { apply, type Cluster, create, empty, matches, outages, Refused, remove, replace, rollOut, spoken } from "./cluster.ts";

// kubectl of a walk. What changes the cluster changes the one in $WALK/cluster.json; whatever asks or looks says nothing. That each call is one of
// kubectl's is tested with a real one in docs.test.ts.

const walk = process.env["WALK"] as string;
const args = process.argv.slice(2);
const before = args.includes("--") ? args.slice(0, args.indexOf("--")) : args;
const kinds: Readonly<Record<string, string>> = {
  deploy: "Deployment",
  deployment: "Deployment",
  statefulset: "StatefulSet",
  service: "Service",
  ingress: "Ingress",
  job: "Job",
  configmap: "ConfigMap",
  secret: "Secret",
  replicaset: "ReplicaSet",
  rs: "ReplicaSet",
  horizontalpodautoscaler: "HorizontalPodAutoscaler",
  hpa: "HorizontalPodAutoscaler",
  poddisruptionbudget: "PodDisruptionBudget",
  pdb: "PodDisruptionBudget",
  serviceaccount: "ServiceAccount",
  networkpolicy: "NetworkPolicy",
  namespace: "Namespace",
};
const { values, positionals } = parseArgs({
  args: before,
  options: {
    namespace: { type: "string", short: "n", default: "default" },
    filename: { type: "string", short: "f", multiple: true, default: [] },
    kustomize: { type: "string", short: "k" },
    selector: { type: "string", short: "l" },
    cascade: { type: "string", default: "background" },
    "dry-run": { type: "string" },
    "ignore-not-found": { type: "boolean" },
    "save-config": { type: "boolean" },
  },
  strict: false,
  allowPositionals: true,
});
const [command = "", ...rest] = positionals;
const namespace = values.namespace as string;
const file = join(walk, "cluster.json");

function fail(text: string): never {
  console.error(text);
  process.exit(1);
}

// biome-ignore lint/suspicious/noExplicitAny: objects of every kind
type Anything = any;

function streams(): string[] {
  if (values.kustomize !== undefined) {
    const { status, stdout, stderr } = spawnSync(process.env["WALK_KUSTOMIZE"] as string, ["build", values.kustomize as string], { encoding: "utf8" });
    return status === 0 ? [stdout] : fail(stderr);
  }
  return (values.filename as string[]).flatMap((path) => {
    if (path === "-") return [readFileSync(0, "utf8")];
    if (!statSync(path).isDirectory()) return [readFileSync(path, "utf8")];
    return readdirSync(path)
      .sort()
      .map((name) => readFileSync(join(path, name), "utf8"));
  });
}

const cluster: Cluster = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : empty;
const objects = (): Anything[] => streams().flatMap((text) => parseAllDocuments(text).map((document) => document.toJS() as Anything));
const placed = (object: Anything): Anything => ({ ...object, metadata: { ...object.metadata, namespace: object.metadata.namespace ?? namespace } });

/** Those that the call names: KIND NAME…, KIND/NAME…, KIND -l LABELS. */
function named(): string[] {
  const kindOf = (word: string): string => kinds[word] ?? kinds[word.replace(/s$/, "")] ?? fail(`a walk knows no kind ${word}`);
  if (values.selector !== undefined) {
    const words = (values.selector as string).split(",");
    const unwanted = words.filter((word) => word.includes("!=")).map((word) => word.split("!=") as [string, string]);
    const yes = Object.fromEntries(words.filter((word) => !word.includes("!=")).map((word) => word.split("=") as [string, string]));
    const all = (rest[0] ?? "").split(",").map(kindOf);
    return Object.entries(cluster.objects)
      .filter(([id, { metadata }]) => all.includes(id.split("/")[0] as string) && id.split("/")[1] === namespace && matches(yes, metadata.labels))
      .filter(([, { metadata }]) => unwanted.every(([key, value]) => metadata.labels?.[key] !== value))
      .map(([id]) => id);
  }
  const pairs = rest[0]?.includes("/") ? rest.map((word) => word.split("/") as [string, string]) : rest.slice(1).map((name) => [rest[0] ?? "", name] as const);
  return pairs.map(([kind, name]) => `${kindOf(kind)}/${kindOf(kind) === "Namespace" ? "default" : namespace}/${name}`);
}

function after(): Cluster {
  if (["apply", "create", "replace"].includes(command) && (values.filename?.length || values.kustomize)) {
    return objects().reduce((now: Cluster, object) => {
      const change = { apply, create, replace: (c: Cluster, o: Anything) => replace(c, o, values["save-config"] === true) }[command as "apply"];
      const { cluster: next, done } = change(now, placed(object));
      console.log(`${spoken(object)} ${done}${values["dry-run"] === "server" ? " (server dry run)" : ""}`);
      return next;
    }, cluster);
  }
  if (command === "rollout" && rest[0] === "status")
    return rest.slice(1).reduce((now, word) => rollOut(now, `${kinds[word.split("/")[0] as string]}/${namespace}/${word.split("/")[1]}`), cluster);
  if (command !== "delete") return cluster;
  const ids = values.filename?.length
    ? objects()
        .map(placed)
        .map(({ kind, metadata }) => `${kind}/${metadata.namespace}/${metadata.name}`)
    : named();
  return ids
    .filter((id) => !values["ignore-not-found"] || cluster.objects[id])
    .reduce((now, id) => {
      const next = remove(now, id, values.cascade === "orphan");
      console.log(`${spoken(now.objects[id])} deleted`);
      return next;
    }, cluster);
}

try {
  const next = after();
  if (values["dry-run"] === undefined) {
    writeFileSync(file, JSON.stringify(next));
    const [outage] = outages(next);
    if (process.env["WALK_LIVE"] && outage) fail(`users see an error now: ${outage}`);
  }
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  fail(error.message);
}
