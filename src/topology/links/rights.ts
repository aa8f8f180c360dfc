import type { Build, Thing, Workload } from "../build.ts";
import type { Link, LinksOf, NewNode } from "../model.ts";
import { at, list, text } from "../read.ts";

const api: NewNode = { id: "Kubernetes API", column: "data", kind: "Outside", name: "Kubernetes API", namespace: "", origin: "outside" };

/** Pods that ask the API server: their account has rules, and they have its token. Without rules an account says nothing. */
export const rights: LinksOf = (build) => {
  const links = build.all("RoleBinding", "ClusterRoleBinding").flatMap((binding) =>
    build.workloads
      .filter((workload) => isSubject(binding, workload) && hasToken(build, workload))
      .map(
        (workload): Link => ({
          kind: "rights",
          from: workload.id,
          to: api.id,
          label: allowed(build, binding),
          why: `${binding.kind} ${binding.name} and the account ${accountOf(workload)}`,
        }),
      ),
  );
  return { nodes: links.length > 0 ? [api] : [], links };
};

const accountOf = ({ pod }: Workload): string => text(pod["serviceAccountName"]) ?? "default";

/** kustomize leaves namespace: default where no namespace is set. */
const isSubject = ({ object }: Thing, workload: Workload): boolean =>
  list(object["subjects"]).some(
    (subject) =>
      at(subject, "kind") === "ServiceAccount" &&
      at(subject, "name") === accountOf(workload) &&
      (text(at(subject, "namespace")) ?? "default") === (workload.namespace || "default"),
  );

function hasToken(build: Build, workload: Workload): boolean {
  const account = build.find("ServiceAccount", workload.namespace, accountOf(workload));
  return (workload.pod["automountServiceAccountToken"] ?? account?.object["automountServiceAccountToken"]) !== false;
}

function allowed(build: Build, binding: Thing): string {
  const kind = text(at(binding.object, "roleRef", "kind")) ?? "Role";
  const name = text(at(binding.object, "roleRef", "name")) ?? "?";
  const role = build.find(kind, kind === "Role" ? binding.namespace : "", name);
  if (!role) return `${kind} ${name}`;
  return list(role.object["rules"])
    .map((rule) => `${list(at(rule, "verbs")).map(text).join(", ")} ${list(at(rule, "resources")).map(text).join(", ")}`)
    .join("; ");
}
