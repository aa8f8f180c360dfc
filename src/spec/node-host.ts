import type { Spec } from "./schema.ts";

/** The second part of the node names. Only hostnames have SRV records. */
export const nodeHost = ({ cluster: { nodeHost, discovery } }: Spec): "ip" | "hostname" => nodeHost ?? (discovery === "libcluster-srv" ? "hostname" : "ip");
