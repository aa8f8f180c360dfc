import type { Project } from "../mix/project.ts";
import { cluster } from "./cluster.ts";
import { database } from "./database.ts";
import { type Decision, decided } from "./decision.ts";
import { http } from "./http.ts";
import { type Identity, identity, type Wishes } from "./identity.ts";
import { release } from "./release.ts";
import { type Required, required } from "./required.ts";
import { work } from "./work.ts";

/** What init makes of a project. */
export interface Decisions {
  readonly identity: Identity;
  readonly spec: readonly Decision[];
  /** Variables that the release does not start without, beside those that a field gives. */
  readonly required: readonly Required[];
}

export function decide(project: Project, wishes: Wishes): Decisions {
  const who = identity(project, wishes);
  const needed = required(project);
  return {
    identity: who,
    spec: [
      ...decided("image", who.image),
      ...decided("host", who.host),
      ...release(project, who),
      ...http(project),
      ...needed.flatMap(({ decision }) => decision),
      ...database(project, who),
      ...cluster(project, who),
      ...work(project, who),
    ],
    required: needed,
  };
}
