import { isGenerated } from "../release/labels.ts";
import type { Problem } from "../source/problem.ts";
import type { Site } from "./site.ts";
import { imageName, imagesIn } from "./unmatched.ts";

type Map = Readonly<Record<string, unknown>>;

/** What one environment has and another has not. Sizes, hosts, replicas and secrets differ on purpose; these should not. */
export function drift(sites: readonly Site[]): readonly (readonly [site: Site, problem: Problem])[] {
  return sites.flatMap((site) => {
    const others = sites.filter((other) => other !== site && isOfSameRelease(site, other));
    return [...missing(site, others), ...different(site, others), ...common(site, others)].map((problem) => [site, problem] as const);
  });
}

/** Two environments of one application: what they generate from has a name and a folder in common. */
function isOfSameRelease(one: Site, other: Site): boolean {
  const names = one.specs.map(({ metadata }) => metadata?.name);
  const places = one.folders.map(({ directory }) => directory);
  return other.specs.some(({ metadata }) => names.includes(metadata?.name)) && other.folders.some(({ directory }) => places.includes(directory));
}

function missing(site: Site, others: readonly Site[]): Problem[] {
  const own = features(site);
  const theirs = new Map<string, string[]>();
  for (const other of others) for (const feature of features(other)) theirs.set(feature, [...(theirs.get(feature) ?? []), other.name]);
  return [...theirs]
    .filter(([feature]) => !own.has(feature))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([feature, names]) => warning(`has no ${feature}, which ${names.join(" and ")} ${names.length > 1 ? "have" : "has"}`));
}

/** Said once, by the later of two. */
function different(site: Site, others: readonly Site[]): Problem[] {
  return others
    .filter((other) => other.name < site.name)
    .flatMap((other) => {
      const [own, theirs] = [choices(site), choices(other)];
      return Object.keys(own)
        .filter((choice) => Object.hasOwn(theirs, choice) && own[choice] !== theirs[choice])
        .map((choice) => warning(`has ${choice} ${own[choice]}, and ${other.name} has ${theirs[choice]}`));
    });
}

/** What two environments must not have in common: users of the one would reach the other. Said once, by the later of two. */
function common(site: Site, others: readonly Site[]): Problem[] {
  return others
    .filter((other) => other.name < site.name)
    .flatMap((other) =>
      places(site)
        .filter((place) => places(other).includes(place))
        .map((place) => warning(`has the ${place}, and so has ${other.name}: is it the other's spec that is listed?`)),
    );
}

const places = ({ top, specs }: Site): string[] => [
  ...(typeof top.value["namespace"] === "string" ? [`namespace ${top.value["namespace"]}`] : []),
  ...specs.flatMap(({ spec }) => {
    const { host, extraHosts } = map(spec);
    return [host, ...(Array.isArray(extraHosts) ? extraHosts : [])].filter((one) => typeof one === "string").map((one) => `host ${one}`);
  }),
];

const warning = (message: string): Problem => ({
  code: "PHX527",
  severity: "warning",
  message,
  help: "what is tested in one environment does not run in the other; write it in bases/app/spec/release.yaml, or waive it where it is meant",
});

/** Settings, secrets, files and processes, each as it is called in a message. */
function features({ specs }: Site): Set<string> {
  return new Set(
    specs.flatMap(({ spec }) => {
      const all = map(spec);
      // web is there whether somebody says so or not.
      const processes = Object.entries({ web: {}, ...map(all["processes"]) }).filter(([, process]) => map(process)["enabled"] !== false);
      return [
        ...maps(all, ""),
        ...processes.flatMap(([name, process]) => [`process ${name}`, ...maps(map(process), ` of ${name}`)]),
        ...Object.entries(map(all["cron"]))
          .filter(([, cron]) => map(cron)["enabled"] !== false)
          .map(([name]) => `cron ${name}`),
      ];
    }),
  );
}

const maps = (of: Map, owner: string): string[] =>
  (["env", "secretEnv", "envFrom", "files"] as const).flatMap((field) => Object.keys(map(of[field])).map((key) => `${field} ${key}${owner}`));

/** Decisions that change how the release runs. */
function choices({ specs, objects }: Site): Record<string, string> {
  const found = specs.map(({ metadata, spec }) => {
    const { kubernetesVersion, release, migrations, cluster, database } = map(spec);
    const prefix = specs.length > 1 ? `${metadata?.name} ` : "";
    const all: Record<string, unknown> = {
      kubernetesVersion,
      "release.name": map(release)["name"],
      "migrations.strategy": map(migrations)["strategy"],
      "cluster.discovery": map(cluster)["discovery"],
      "database.enabled": map(database)["enabled"],
    };
    return Object.fromEntries(Object.entries(all).map(([field, value]) => [prefix + field, String(value ?? "its default")]));
  });
  const images = [
    ...new Set(
      objects
        .filter(isOurs)
        .flatMap((object) => imagesIn(object))
        .map(imageName),
    ),
  ]
    .sort()
    .join(", ");
  return Object.assign({}, ...found, images === "" ? {} : { "the images": images }) as Record<string, string>;
}

const isOurs = ({ metadata }: Site["objects"][number]): boolean => isGenerated(metadata?.labels ?? {});

const map = (value: unknown): Map => (typeof value === "object" && value !== null ? (value as Map) : {});
