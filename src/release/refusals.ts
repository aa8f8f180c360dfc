import type { Problem } from "../source/problem.ts";
import type { Spec } from "../spec/schema.ts";
import { connections } from "./connections.ts";
import { longNames } from "./long-names.ts";
import type { Release } from "./release.ts";
import { sameVolumes } from "./volumes.ts";

/** Decisions that together cannot work on a cluster. */
export const refusals = (release: Release, spec: Spec): Problem[] => [...longNames(release), ...connections(release, spec), ...sameVolumes(release.processes)];
