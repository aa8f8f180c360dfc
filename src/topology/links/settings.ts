import { type Build, idOf, type Thing, type Workload } from "../build.ts";
import type { Addition, Link, LinksOf } from "../model.ts";
import { expected, maker } from "../nodes.ts";
import { at, list, once, text } from "../read.ts";
import { certificates } from "./edge.ts";

type Kind = "ConfigMap" | "Secret";

interface Use {
  readonly kind: Kind;
  readonly name: string;
  /** In words: "all variables", "key DATABASE_URL", "files in /etc/dist". */
  readonly how: "env" | "files" | "image pull" | "certificate";
  readonly what: string;
  readonly optional: boolean;
}

/** ConfigMaps and Secrets, and who reads them. */
export const settings: LinksOf = (build) => {
  const found = [
    ...build.workloads.map((workload) => used(build, workload, usesOf(workload))),
    ...build.all("Ingress", "Gateway").map((door) =>
      used(
        build,
        door,
        certificates(door).map((name) => ({ kind: "Secret" as const, name, how: "certificate" as const, what: "certificate and key", optional: false })),
      ),
    ),
  ];
  return { nodes: found.flatMap(({ nodes }) => nodes), links: found.flatMap(({ links }) => links) };
};

function used(build: Build, user: Thing, uses: readonly Use[]): { nodes: Addition[]; links: Link[] } {
  const { namespace } = user;
  const ids = once(uses.map(({ kind, name }) => idOf(kind, namespace, name)));
  const found = ids.map((id) => {
    const own = uses.filter(({ kind, name }) => idOf(kind, namespace, name) === id);
    const { kind, name } = own[0] as Use;
    const link: Link = {
      kind: "settings",
      from: user.id,
      to: id,
      label: once(own.map(({ how }) => how)).join(", "),
      why: once(own.map(({ what }) => what)).join(", "),
    };
    return {
      nodes: build.find(kind, namespace, name)
        ? []
        : [
            missing(
              build,
              id,
              namespace,
              own[0] as Use,
              own.every(({ optional }) => optional),
            ),
          ],
      links: [link],
    };
  });
  return { nodes: found.flatMap(({ nodes }) => nodes), links: found.flatMap(({ links }) => links) };
}

function missing(build: Build, id: string, namespace: string, { kind, name, how }: Use, optional: boolean): Addition {
  const by = kind === "Secret" ? maker(build, namespace, name) : undefined;
  const node = expected(id, kind, namespace, name);
  if (by !== undefined) return { ...node, origin: "build", details: [by] };
  // A controller serves a certificate of its own until there is this one; a pod does not start.
  if (how === "certificate") return node;
  return { ...node, details: [optional ? "optional" : "must be there before the pods"] };
}

function usesOf(workload: Workload): Use[] {
  return [...ofVariables(workload), ...ofVolumes(workload), ...ofPulls(workload)];
}

const ofVariables = ({ containers }: Workload): Use[] =>
  containers.flatMap((container) => [
    ...list(container["envFrom"]).flatMap((source) => {
      const prefix = text(at(source, "prefix"));
      const what = prefix ? `all of it as variables, with ${prefix} before their names` : "all of it as variables";
      return [...use("ConfigMap", at(source, "configMapRef"), "env", what), ...use("Secret", at(source, "secretRef"), "env", what)];
    }),
    ...list(container["env"]).flatMap((entry) => {
      const name = text(at(entry, "name")) ?? "?";
      const of = (source: unknown): string => (text(at(source, "key")) === name ? name : `${name} (key ${text(at(source, "key")) ?? "?"})`);
      const [map, secret] = [at(entry, "valueFrom", "configMapKeyRef"), at(entry, "valueFrom", "secretKeyRef")];
      return [...use("ConfigMap", map, "env", of(map)), ...use("Secret", secret, "env", of(secret))];
    }),
  ]);

function use(kind: Kind, source: unknown, how: Use["how"], what: string, field = "name"): Use[] {
  const name = text(at(source, field));
  return name === undefined ? [] : [{ kind, name, how, what, optional: at(source, "optional") === true }];
}

const ofVolumes = ({ pod, containers }: Workload): Use[] =>
  list(pod["volumes"]).flatMap((volume) => {
    const mounts = containers.flatMap((container) => list(container["volumeMounts"])).filter((mount) => at(mount, "name") === at(volume, "name"));
    const paths = once(mounts.flatMap((mount) => text(at(mount, "mountPath")) ?? []));
    const what = paths.length > 0 ? `files in ${paths.join(", ")}` : "a volume that nothing mounts";
    const sources = [volume, ...list(at(volume, "projected", "sources"))];
    return sources.flatMap((source) => [
      ...use("ConfigMap", at(source, "configMap"), "files", what),
      ...use("Secret", at(source, "secret"), "files", what, at(source, "secret", "secretName") === undefined ? "name" : "secretName"),
    ]);
  });

const ofPulls = ({ pod }: Workload): Use[] => list(pod["imagePullSecrets"]).flatMap((source) => use("Secret", source, "image pull", "to pull the image"));
