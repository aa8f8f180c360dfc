import type { Command } from "./command.ts";
import { completion } from "./completion.ts";
import { diff } from "./diff.ts";
import { doctor } from "./doctor.ts";
import { explain } from "./explain.ts";
import { init } from "./init.ts";
import { install } from "./install.ts";
import { plan } from "./plan.ts";
import { render } from "./render.ts";
import { schema } from "./schema.ts";
import { topology } from "./topology.ts";
import { validate } from "./validate.ts";
import { version } from "./version.ts";

/** In the order in which help shows them. */
export const commands: readonly Command[] = [init, validate, plan, diff, render, topology, explain, schema, doctor, install, completion, version];
