import { type Build, idOf, type Workload } from "../build.ts";
import type { Addition, Link, LinksOf } from "../model.ts";
import { expected } from "../nodes.ts";
import { at, list, once, text } from "../read.ts";

/** Disks: claims of their own, and those that a StatefulSet makes for each pod. */
export const storage: LinksOf = (build) => {
  const sizes = build.all("PersistentVolumeClaim").map(({ id, spec }) => ({ id, details: claim(spec) }));
  const found = build.workloads.flatMap((workload) => [...claims(build, workload), ...templates(workload)]);
  return { nodes: [...sizes, ...found.flatMap(({ nodes }) => nodes)], links: found.map(({ link }) => link) };
};

const claim = (spec: unknown): string[] =>
  [
    text(at(spec, "resources", "requests", "storage")),
    list(at(spec, "accessModes")).map(text).join(", ") || undefined,
    ...[text(at(spec, "storageClassName"))].map((name) => (name === undefined ? undefined : `class ${name}`)),
  ].filter((line) => line !== undefined);

interface Found {
  readonly nodes: Addition[];
  readonly link: Link;
}

function claims(build: Build, workload: Workload): Found[] {
  return list(workload.pod["volumes"]).flatMap((volume) => {
    const name = text(at(volume, "persistentVolumeClaim", "claimName"));
    if (name === undefined) return [];
    const id = idOf("PersistentVolumeClaim", workload.namespace, name);
    const nodes = build.find("PersistentVolumeClaim", workload.namespace, name) ? [] : [expected(id, "PersistentVolumeClaim", workload.namespace, name)];
    return [{ nodes, link: link(workload, id, text(at(volume, "name")) ?? "") }];
  });
}

function templates(workload: Workload): Found[] {
  return list(workload.spec["volumeClaimTemplates"]).map((template) => {
    const volume = text(at(template, "metadata", "name")) ?? "?";
    const name = `${volume}-${workload.name}-N`;
    const id = idOf("PersistentVolumeClaim", workload.namespace, name);
    const details = [...claim(at(template, "spec")), "one for each pod, which keeps it"];
    return {
      nodes: [{ ...expected(id, "PersistentVolumeClaim", workload.namespace, name), origin: "build" as const, details }],
      link: link(workload, id, volume),
    };
  });
}

function link({ id, containers }: Workload, to: string, volume: string): Link {
  const mounts = containers.flatMap((container) => list(container["volumeMounts"])).filter((mount) => at(mount, "name") === volume);
  const paths = once(mounts.flatMap((mount) => text(at(mount, "mountPath")) ?? []));
  return { kind: "storage", from: id, to, label: paths.join(", ") || "unused", why: paths.length > 0 ? `mounted at ${paths.join(", ")}` : "nothing mounts it" };
}
