import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { built, copyOfTheLayout, edit, objectsOf, realEngines } from "../kustomize.ts";
import { areConnected } from "./kubelet/sockets.ts";
import { rpc } from "./node.ts";
import { stage, until } from "./stage.ts";

// What Kustomize makes of an overlay, run: names that it has changed must still lead the nodes to each other.

const open = await stage();
const [engine] = realEngines;

describe.skipIf(!open || !engine)("overlays/prod", () => {
  test("with a prefix and a suffix its nodes still meet", async () => {
    if (!open || !engine) return;
    const layout = copyOfTheLayout();
    edit(layout, "overlays/prod/kustomization.yaml", (text) => `namePrefix: eu-\nnameSuffix: -blue\n${text}`);
    const on = await open();
    onTestFinished(on.close);
    const space = on.applyObjects("shop-prod", objectsOf(built(engine, join(layout, "overlays/prod"))));
    const job = space.names("Job").find((name) => name.startsWith("eu-shop-migrate-blue")) ?? "";
    const starting = Promise.all([space.start("Deployment", "eu-shop-blue"), space.start("Deployment", "eu-shop-blue")]);
    expect(await space.run("Job", job)).toEqual({ code: 0, log: "" });
    const [one, other] = await starting;
    await Promise.all([one.ready(), other.ready()]);
    await until(async () => areConnected(one, other, on.world));
    expect(await rpc(one, "{node(), Node.list()}")).toBe(`{:"shop@${one.facts.ip}", [:"shop@${other.facts.ip}"]}`);
    expect(await rpc(one, 'System.get_env("DNS_CLUSTER_QUERY")')).toBe('"eu-shop-cluster-blue.shop-prod.svc.cluster.local"');
  });
});
