import type { Decision } from "../decision.ts";
import { cluster } from "./cluster.ts";
import { compute } from "./compute.ts";
import { database } from "./database.ts";
import { edge } from "./edge.ts";
import { health } from "./health.ts";
import { metrics } from "./metrics.ts";
import { network } from "./network.ts";
import { ports } from "./ports.ts";
import { rollout } from "./rollout.ts";
import { secrets } from "./secrets.ts";
import { security } from "./security.ts";
import { shutdown } from "./shutdown.ts";
import { vm } from "./vm.ts";
import { volumes } from "./volumes.ts";
import { whole } from "./whole.ts";
import { work } from "./work.ts";

/** What is decided from which fields, in the order in which it is told. */
export const decisions: readonly Decision[] = [
  ...whole,
  ...work,
  ...rollout,
  ...shutdown,
  ...health,
  ...compute,
  ...vm,
  ...database,
  ...secrets,
  ...cluster,
  ...ports,
  ...edge,
  ...network,
  ...metrics,
  ...security,
  ...volumes,
];
