import type { Mode } from "../kustomize/way.ts";

/** What is known of the machine and of the person who asks. */
export interface Machine {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Path of this program; undefined: it runs from source. */
  readonly self: string | undefined;
  readonly name: string;
  readonly version: string;
  readonly platform: string;
  readonly arch: string;
}

/** A problem: a build here would not work. A warning: it would, and may go wrong for somebody else, elsewhere or later. */
export type Status = "ok" | "warning" | "problem";

export interface Check {
  readonly check: string;
  readonly status: Status;
  /** What is so, in a sentence. */
  readonly found: string;
  /** More of it, in lines. */
  readonly details?: readonly string[];
  /** What to do. */
  readonly help?: string;
  /** Commands that do it. */
  readonly run?: readonly string[];
}

export interface FoundEngine {
  readonly program: "kustomize" | "kubectl";
  readonly path: string;
  /** Of the kustomize inside; null: it does not start. */
  readonly version: string | null;
  /** Whether it is the one that the name alone starts. */
  readonly first: boolean;
}

export interface FoundRoot {
  readonly from: string;
  readonly path: string | null;
  readonly state: "unset" | "absent" | "counts" | "hidden";
  readonly plugin: boolean;
}

/** What to write where this program is not asked. */
export interface Elsewhere {
  readonly tool: string;
  readonly say: string;
  readonly lines?: readonly string[];
}

/** All that doctor says. Printed as it is for --format json; docs/doctor.schema.json describes it. */
export interface Diagnosis {
  /** Of this form. */
  readonly version: 1;
  readonly program: { readonly name: string; readonly version: string; readonly platform: string; readonly arch: string };
  /** As it was named; null: only the machine was looked at. */
  readonly directory: string | null;
  readonly checks: readonly Check[];
  readonly engines: readonly FoundEngine[];
  readonly pluginRoots: readonly FoundRoot[];
  /** How Kustomize runs this program there, several where specs differ; where only the machine was looked at, the ways that are ready. */
  readonly modes: readonly Mode[];
  /** What is to be typed; null: no engine here can build the directory, or there is none to build. */
  readonly command: string | null;
  readonly elsewhere: readonly Elsewhere[];
  readonly works: boolean;
}
