import type { Problem } from "../source/problem.ts";
import { connections, decided } from "./connections.ts";
import { longNames } from "./long-names.ts";
import type { Release } from "./release.ts";
import { strangeGuests } from "./strange-guests.ts";
import { sameVolumes } from "./volumes.ts";

/** Decisions that together cannot work on a cluster. */
export const refusals = (release: Release): Problem[] => [
  ...longNames(release),
  ...connections(release, decided),
  ...strangeGuests(release),
  ...sameVolumes([...release.processes, ...release.jobs.map(({ container }) => container)]),
];
