import { type Fact, guess, likely, sure } from "../mix/fact.ts";
import type { Project } from "../mix/project.ts";
import { type Decision, decided } from "./decision.ts";
import type { Identity } from "./identity.ts";

// Where the release is in its image, and what the image calls our variables.

const ROOT = "/app";

export function release(project: Project, { name }: Identity): Decision[] {
  const { names, distillery } = project;
  const called = distillery.release ?? names.release;
  const lower = called.value.toLowerCase();
  const isPlain = lower === called.value;
  return [
    ...decided("release.tool", distillery.found, "mix"),
    ...decided("release.name", isPlain ? called : { ...called, value: lower, why: `${called.value}, for the names of nodes` }, name.value.replaceAll("-", "_")),
    ...decided("release.root", root(project, called.value), ROOT),
    // The field for the name takes no capitals, and the script has them.
    ...(isPlain ? [] : decided("release.script", { ...called, value: scriptOf(project, called.value), why: `the script of ${called.value}` })),
    ...variables(project),
    ...user(project),
  ];
}

/** The directory of a release in the image. */
function root({ dockerfile, names }: Project, release: string): Fact<string> | undefined {
  const held = names.others.filter(({ isHeld }) => isHeld);
  const copied = dockerfile?.releases ?? [];
  const own = copied.find(({ name }) => name === release) ?? (held.length === 0 ? copied.find(({ name, isAll }) => name === undefined && !isAll) : undefined);
  if (own) return sure(own.path, own.at, "where the image has the release");
  const started = [dockerfile?.entrypoint, dockerfile?.cmd].flatMap((start) => (start ? start.words.map((word) => ({ word, at: start.at })) : []));
  const script = started.find(({ word }) => word.startsWith("/") && (word.endsWith(`/bin/${release}`) || (held.length === 0 && word.endsWith("/bin/server"))));
  if (script) return likely(script.word.replace(/\/bin\/[^/]+$/, "") || "/", script.at, "where the image starts it");
  const all = copied.find(({ isAll }) => isAll);
  if (all) return likely(`${all.path === "/" ? "" : all.path}/${release}`, all.at, "all releases are copied, each into a directory of its name");
  return held.length > 0 ? guess(`${ROOT}/${release}`, "several releases lie side by side") : undefined;
}

export const rootOf = (project: Project, release: string): string => root(project, release)?.value ?? ROOT;

/** The script bin/<release>. */
export const scriptOf = (project: Project, release: string): string => `${rootOf(project, release)}/bin/${release}`;

/** Ours that have one name whatever the image: no other can be called so. */
const FIXED = ["HOME", "CLUSTER_SERVICE", "DATABASE_PATH", "POD_IP", "POD_NAME", "POD_NAMESPACE", "HOSTNAME", "REPLACE_OS_VARS"];

function variables({ web, repos, clustering, distillery, metrics, scripts }: Project): Decision[] {
  const isServed = web.endpoint !== undefined;
  const asksDns = clustering.discovery?.value === "dns" || clustering.discovery?.value === "libcluster-dns";
  // A server that reads its address in parts wants no URL.
  const inParts = repos.repos.length > 0 && repos.urlVariable === undefined && repos.pathVariable === undefined ? repos.parts[0]?.variable : undefined;
  const signs = web.secretKeyVariable ?? (isServed && web.phoenix ? undefined : guess("", "nothing was found that signs sessions"));
  const all: readonly (readonly [field: string, fact: Fact<string> | undefined, usual: string | undefined])[] = [
    ["port", web.portVariable, "PORT"],
    ["host", web.hostVariable, "PHX_HOST"],
    ["server", web.serverVariable, "PHX_SERVER"],
    ["secretKeyBase", signs, "SECRET_KEY_BASE"],
    ["databaseUrl", repos.urlVariable ?? (inParts && { ...inParts, value: "", why: "the address is read in parts" }), "DATABASE_URL"],
    ["poolSize", repos.poolVariable, "POOL_SIZE"],
    ["ipv6", repos.ipv6Variable, "ECTO_IPV6"],
    ["clusterQuery", clustering.discovery && clustering.queryVariable, asksDns ? "DNS_CLUSTER_QUERY" : undefined],
    ["node", ownNode(scripts) ?? distillery.nodeVariable, distillery.found ? "NAME" : "RELEASE_NODE"],
    ["cookie", scripts.cookieVariable ?? distillery.cookieVariable, distillery.found ? "COOKIE" : "RELEASE_COOKIE"],
    ["metricsPort", metrics.portVariable, undefined],
  ];
  const called = (fact: Fact<string> | undefined, usual: string | undefined): string => fact?.value ?? usual ?? "";
  return all.flatMap(([field, fact, usual], index) => {
    const isTaken = fact !== undefined && fact.value !== "" && all.slice(0, index).some(([, other, otherUsual]) => called(other, otherUsual) === fact.value);
    return isTaken || FIXED.includes(fact?.value ?? "") ? [] : decided(`release.envNames.${field}`, fact, usual);
  });
}

/** rel/env.sh.eex names the node itself, and what the pod says does not count. */
const ownNode = ({ node }: Project["scripts"]): Fact<string> | undefined => (node && !/FLY_/.test(node.value) ? { ...node, value: "" } : undefined);

const NOBODY = 65_534;

function user({ dockerfile }: Project): Decision[] {
  const found = dockerfile?.user;
  if (!found || found.name === "" || found.name === "nobody" || found.id === NOBODY) return [];
  const at = found.at;
  if (found.id === undefined) {
    const fact = guess(1000, `USER ${found.name} has no number here; pods run as ${NOBODY}, which is enough where others may read the files`, at);
    return [{ path: ["security", "user"], fact, isOff: true }];
  }
  if (found.id === 0) return [];
  return [
    ...decided("security.user", sure(found.id, at, `USER ${found.name}`), NOBODY),
    ...decided(
      "security.group",
      found.group === undefined ? likely(found.id, at, "a user's own group mostly has its number") : sure(found.group, at, `USER ${found.name}`),
      NOBODY,
    ),
  ];
}
