import { beforeAll, describe, expect, test } from "vitest";
import type { Anything } from "../kustomize.ts";
import type { Cluster, Namespace } from "./kubelet/cluster.ts";
import type { Pod } from "./kubelet/pod.ts";
import { listening, socketsOf } from "./kubelet/sockets.ts";
import { nodesSeenBy, rpc } from "./node.ts";
import { clusterOf, generated, IMAGE, SECRETS, STUBBORN_IMAGE, stage, until } from "./stage.ts";

// Releases of which something is not as usual, run as in cluster.test.ts.

const here = await stage();

describe.skipIf(!here)("a release", () => {
  let cluster: Cluster;
  beforeAll(async () => {
    if (!here) return;
    cluster = await clusterOf(here);
    return cluster.close;
  });
  const namespace = (name: string, spec: string, change: (objects: Anything[]) => void = () => undefined, more = {}): Namespace => {
    const objects = generated(`image: ${IMAGE}\nhost: shop.example.com\n${spec}`);
    change(objects);
    return cluster.namespace(name, { objects, secrets: { "shop-secrets": { ...SECRETS["shop-secrets"], ...more } }, images: here?.images ?? {} });
  };
  const WITHOUT_MIGRATION = "migrations: {strategy: none}";

  test("a node with another cookie stays alone", async () => {
    const space = namespace("cookies", WITHOUT_MIGRATION);
    const other = { "shop-secrets": { ...SECRETS["shop-secrets"], RELEASE_COOKIE: "another" } };
    const [ours, theirs] = await Promise.all([space.start("Deployment", "shop"), space.start("Deployment", "shop", other)]);
    await Promise.all([ours.ready(), theirs.ready()]);
    await until(async () => /Connection attempt .* rejected/s.test(ours.log() + theirs.log()));
    expect([await nodesSeenBy(ours), await nodesSeenBy(theirs)]).toEqual([[], []]);
  });

  test("a crash at boot is told in the termination message", async () => {
    const { main } = await namespace("crash", `${WITHOUT_MIGRATION}\nenv: {SHOP_DRAIN_MS: soon}`).start("Deployment", "shop");
    expect(await main.exit).toBe(1);
    expect(main.terminationMessage()).toContain("Slogan: ");
    // Bytes that the kubelet keeps.
    expect(main.terminationMessage().length).toBeLessThanOrEqual(4096);
  });

  test("without repos there is nothing to wait for", async () => {
    const space = namespace("repos", "env: {SHOP_REPOS: none}\ndatabase: {url: {key: NOWHERE}}", undefined, { NOWHERE: "ecto://nobody@10.77.0.1:1/none" });
    const { inits } = await space.start("Deployment", "shop");
    expect(inits).toEqual({ "wait-for-migrations": 0 });
  });

  test("the node name must stand after the address that it uses", async () => {
    const nameFirst = (objects: Anything[]): void => {
      const { env } = objects.find(({ kind }) => kind === "Deployment").spec.template.spec.containers[0];
      env.sort((a: Anything, b: Anything) => Number(b.name === "RELEASE_NODE") - Number(a.name === "RELEASE_NODE"));
    };
    const pod = await namespace("order", WITHOUT_MIGRATION, nameFirst).start("Deployment", "shop");
    // It boots and looks healthy, but nobody can talk to it.
    await pod.ready();
    await expect(rpc(pod, "node()")).rejects.toThrow("nodedown");
  });

  describe("with habits of its own", () => {
    let pod: Pod;
    beforeAll(async () => {
      const process = `{web: {image: "${STUBBORN_IMAGE}", args: [/app/bin/shop_stubborn, start]}}`;
      const resources = "{requests: {cpu: 1500m}}";
      const space = namespace("stubborn", `${WITHOUT_MIGRATION}\nrelease: {name: shop_stubborn}\nresources: ${resources}\nprocesses: ${process}`);
      pod = await space.start("Deployment", "shop");
      await pod.ready();
    });

    test("writes its configuration to RELEASE_TMP before it starts itself again", async () => {
      const { stdout } = await pod.main.exec(["ls", "/tmp/release"]);
      expect(stdout).toMatch(/^shop_stubborn-1\.0\.0-.*\.runtime\.config$/m);
    });

    test("has our emulator flags, not those of its vm.args", async () => {
      const numbers = "{:erlang.system_info(:port_limit), :erlang.system_info(:schedulers_online)}";
      expect(await rpc(pod, numbers, "/app/bin/shop_stubborn")).toBe("{65536, 3}");
    });

    test.fails("has our distribution ports, not those of its vm.args", () => expect(listening(socketsOf(pod, cluster.world))).toEqual([4000, 4369, 4370]));
  });
});
