import { finish } from "../../src/finish.ts";
import { jsonStream } from "../../src/output/yaml.ts";
import { itemsOfStream } from "../../src/source/item.ts";
import { InvalidInput } from "../../src/source/problem.ts";
import { kubernetesProblems } from "../kubernetes-schema.ts";
import { refused } from "./api-server.ts";
import { type Anything, nameOf, type Output, repeated } from "./look.ts";
import { podSecurity } from "./pod-security.ts";
import { literalNames, oneOffs, single, variables, volumes } from "./pods.ts";
import { namedPorts, open } from "./ports.ts";
import { references, unused } from "./references.ts";
import { selectors, workloads } from "./selectors.ts";

// What holds for every spec.

/** What is wrong; nothing when the property holds. */
export type Property = (output: Output) => string[];

export const properties: Readonly<Record<string, Property>> = {
  "Kubernetes' schema takes every object": ({ resources }) => resources.flatMap((one) => kubernetesProblems(one).map((problem) => `${nameOf(one)} ${problem}`)),
  "the API server takes every object": refused,
  "kind and name are unique": ({ resources }) => repeated(resources.map((one) => `${one.apiVersion.split("/").slice(0, -1)} ${nameOf(one)}`)),
  "selectors find servers, and never one-off pods": selectors,
  "workloads select their own pods alone": workloads,
  "references lead somewhere": references,
  "named ports are there": namedPorts,
  "what is generated is used": unused,
  "variables are defined once, before they are used": variables,
  "volumes and mounts belong together": volumes,
  "one pod where only one may be": single,
  "one-off pods do one thing": oneOffs,
  "what a Service offers, the NetworkPolicy lets in": open,
  "names derive from the release's, and the namespace is everybody's": names,
  "no value holds the name of a Service, which Kustomize could not rename there": literalNames,
  "finish takes what was generated": finished,
  "Pod Security restricted is passed where it is promised": podSecurity,
};

function names({ document, resources }: Output): string[] {
  const { name, namespace } = document.metadata;
  const account = document.spec.serviceAccount?.name;
  const ours = (one: Anything): boolean => one.metadata.name === name || one.metadata.name.startsWith(`${name}-`);
  return resources.flatMap((one) => [
    ...(ours(one) || (one.kind === "ServiceAccount" && one.metadata.name === account) ? [] : [`${nameOf(one)} is not named after ${name}`]),
    ...(one.metadata.namespace === namespace ? [] : [`${nameOf(one)} stands in ${one.metadata.namespace}`]),
  ]);
}

function finished({ document, resources }: Output): string[] {
  const items = itemsOfStream(jsonStream(resources));
  try {
    const out = finish(structuredClone(document), items, undefined);
    return out.flatMap(({ text, object }, index) => (text === items[index]?.text || object.kind === "Job" ? [] : [`${nameOf(object)} has changed`]));
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return error.problems.map(({ code, object = "", message }) => `${code} ${object} ${message}`);
  }
}
