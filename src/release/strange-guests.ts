import type { Problem } from "../source/problem.ts";
import type { Guest, Guests } from "./guests.ts";
import type { Release } from "./release.ts";
import type { Mount } from "./volumes.ts";

interface Pod {
  readonly guests: Guests;
  /** Names of our containers. */
  readonly ours: readonly string[];
  readonly mounts: readonly Mount[];
}

/** Containers of the user that the pod cannot take: of a name that one of ours has, or with a volume that is not there. */
export function strangeGuests({ processes, jobs, crons, oneOffs }: Release): Problem[] {
  const tasks = [...jobs, ...crons].map(({ container, initContainers }) => ({ main: container, initContainers, guests: oneOffs.guests }));
  const servers = processes.map((process) => ({ main: process, initContainers: process.initContainers, guests: process.guests }));
  const problems = [...servers, ...tasks].flatMap(({ main, initContainers, guests }) =>
    inPod({
      guests,
      ours: [main, ...initContainers].map(({ name }) => name),
      mounts: [main, ...initContainers].flatMap(({ mounts }) => mounts),
    }),
  );
  return [...new Map(problems.map((problem) => [problem.message, problem])).values()];
}

function inPod({ guests: { initContainers, sidecars }, ours, mounts }: Pod): Problem[] {
  const volumes = mounts.map(({ volume }) => volume);
  return [
    ...initContainers.flatMap((guest) => [...namesake(guest, "initContainers", ours), ...lost(guest, "initContainers", volumes)]),
    ...sidecars.flatMap((guest) => [...namesake(guest, "sidecars", [...ours, ...initContainers.map(({ name }) => name)]), ...lost(guest, "sidecars", volumes)]),
  ];
}

type Field = "initContainers" | "sidecars";

function namesake({ name }: Guest, field: Field, taken: readonly string[]): Problem[] {
  if (!taken.includes(name)) return [];
  return [
    {
      code: "PHX245",
      path: ["spec", "pod", field, name],
      on: "key",
      message: `pod.${field}.${name} has the name of another container of its pod`,
      help: "give it a name of its own",
    },
  ];
}

function lost({ name, container }: Guest, field: Field, volumes: readonly string[]): Problem[] {
  const mounts = Array.isArray(container["volumeMounts"]) ? (container["volumeMounts"] as { name?: unknown }[]) : [];
  return mounts
    .map((mount) => String(mount?.name))
    .filter((volume) => !volumes.includes(volume))
    .map((volume) => ({
      code: "PHX246",
      path: ["spec", "pod", field, name, "volumeMounts"],
      message: `pod.${field}.${name} mounts the volume ${volume}, which its pod does not have`,
      help: `it has: ${[...new Set(volumes)].join(", ") || "none"}; more come from writablePaths, files and storage`,
    }));
}
