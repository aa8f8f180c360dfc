import type { Problem } from "../source/problem.ts";
import { connections, podsOfSpec } from "./connections.ts";
import { longNames } from "./long-names.ts";
import type { Release } from "./release.ts";
import { strangeGuests } from "./strange-guests.ts";
import { sameVolumes } from "./volumes.ts";

/** Decisions that together cannot work on a cluster. */
export const refusals = (release: Release): Problem[] => [
  ...longNames(release),
  ...connections(release, podsOfSpec),
  ...strangeGuests(release),
  ...sameVolumes([...release.processes, ...release.jobs.map(({ container }) => container)]),
];
