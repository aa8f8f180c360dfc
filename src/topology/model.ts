import type { Build } from "./build.ts";

/** From left to right, in the direction in which a request goes. */
export const columns = ["outside", "edge", "routes", "services", "workloads", "data"] as const;
export type Column = (typeof columns)[number];

/** A line of a node at which links begin and end, such as a port or a host with its path. */
export interface Port {
  readonly key: string;
  readonly text: string;
}

/** What a NetworkPolicy lets in. */
export interface Access {
  /** "4000", "4370-4379"; undefined: all. */
  readonly ports: readonly string[] | undefined;
  readonly from: readonly string[];
  readonly policy: string;
}

export interface Node {
  /** Kind, namespace and name. */
  readonly id: string;
  readonly column: Column;
  readonly kind: string;
  readonly name: string;
  /** Empty: it is in none, or the build leaves it to kubectl. */
  readonly namespace: string;
  /** expected: something in the build refers to it, and it is not in the build. outside: of no cluster that is known here. */
  readonly origin: "build" | "expected" | "outside";
  readonly ports: readonly Port[];
  readonly details: readonly string[];
  readonly access: readonly Access[];
}

/** What the others know about a node, or a new one. */
export type Addition = NewNode | { readonly id: string; readonly ports?: readonly Port[]; readonly details?: readonly string[]; readonly access?: Access[] };
export type NewNode = Omit<Node, "ports" | "details" | "access"> & Partial<Pick<Node, "ports" | "details" | "access">>;

export type LinkKind = "traffic" | "cluster" | "metrics" | "waits" | "settings" | "storage" | "rights";

export interface Link {
  readonly kind: LinkKind;
  readonly from: string;
  readonly fromPort?: string | undefined;
  readonly to: string;
  readonly toPort?: string | undefined;
  /** All that must be open at the other end where it is more than toPort: "4369", "4370-4379". */
  readonly needs?: readonly string[] | undefined;
  /** Few words, for the picture. */
  readonly label: string;
  /** From which fields it is known. */
  readonly why: string;
  /** Why nothing gets through here. */
  readonly problem?: string | undefined;
}

export interface Graph {
  readonly name: string;
  readonly nodes: readonly Node[];
  readonly links: readonly Link[];
  /** Kind/name of what has no place in the picture. */
  readonly undrawn: readonly string[];
}

interface Part {
  readonly nodes?: readonly Addition[];
  readonly links?: readonly Link[];
}

export type LinksOf = (build: Build) => Part;
