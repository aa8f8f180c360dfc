import type { Build, Thing } from "../build.ts";
import type { Access, LinksOf } from "../model.ts";
import { at, fields, list, once, text } from "../read.ts";
import { matches, selectorText } from "../selector.ts";

/** NetworkPolicies: who may reach which port. Pods that none selects are open to everybody. */
export const policies: LinksOf = (build) => ({
  nodes: build.all("NetworkPolicy").flatMap((policy) => {
    const selector = policy.spec["podSelector"] ?? {};
    const types = list(policy.spec["policyTypes"]);
    if (types.length > 0 && !types.includes("Ingress")) return [];
    return build.selected(policy.namespace, selector).map(({ id }) => ({ id, access: accessOf(build, policy) }));
  }),
});

/** A policy without rules selects pods all the same, and lets nobody in. */
function accessOf(build: Build, policy: Thing): Access[] {
  const rules = list(policy.spec["ingress"]).map((rule) => ({ ports: portsOf(rule), from: peers(build, policy, rule), policy: policy.name }));
  return rules.length > 0 ? rules : [{ ports: [], from: [], policy: policy.name }];
}

function portsOf(rule: unknown): string[] | undefined {
  const ports = list(at(rule, "ports")).map(fields);
  if (ports.length === 0) return undefined;
  return ports.map(({ port, endPort, protocol = "TCP" }) => {
    const number = port === undefined ? "all" : [text(port), text(endPort)].filter((part) => part !== undefined).join("-");
    return protocol === "TCP" ? number : `${number} ${text(protocol)}`;
  });
}

function peers(build: Build, policy: Thing, rule: unknown): string[] {
  const from = list(at(rule, "from"));
  return from.length === 0 ? ["everybody"] : once(from.flatMap((peer) => peerOf(build, policy, peer)));
}

function peerOf(build: Build, policy: Thing, peer: unknown): string[] {
  const { podSelector, namespaceSelector, ipBlock } = fields(peer);
  if (ipBlock !== undefined) {
    const except = list(at(ipBlock, "except")).map(text);
    return [`${text(at(ipBlock, "cidr")) ?? "?"}${except.length > 0 ? ` without ${except.join(", ")}` : ""}`];
  }
  if (namespaceSelector !== undefined) {
    const where = selectorText(namespaceSelector);
    const pods = podSelector === undefined ? "" : selectorText(podSelector);
    return [[pods ? `pods ${pods}` : "pods", where ? `in namespaces ${where}` : "in all namespaces"].join(" ")];
  }
  // Pods of the build are called by what they are.
  const known = build.workloads.filter(({ namespace, podLabels }) => namespace === policy.namespace && matches(podSelector, podLabels));
  if (selectorText(podSelector) === "") return ["pods of the namespace"];
  return known.length > 0 ? known.map(({ kind, name }) => `${kind} ${name}`) : [`pods ${selectorText(podSelector)}`];
}
