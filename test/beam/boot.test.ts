import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { Anything } from "../kustomize.ts";
import type { Pod } from "./kubelet/pod.ts";
import { listening, socketsOf } from "./kubelet/sockets.ts";
import { nodesSeenBy, rpc } from "./node.ts";
import { SECRETS, type Stage, stage, until } from "./stage.ts";

// Releases and images of which something is not as usual, run as in cluster.test.ts.

const open = await stage();
const WITHOUT_MIGRATION = "migrations: {strategy: none}";

describe.skipIf(!open)("a release", () => {
  let on: Stage;
  beforeAll(async () => {
    if (!open) return;
    on = await open();
    return on.close;
  });
  /** A namespace for one test. */
  const apply: Stage["apply"] = (...spec) => {
    const space = on.apply(...spec);
    onTestFinished(space.end);
    return space;
  };

  test("a node with another cookie stays alone", async () => {
    const space = apply("cookies", WITHOUT_MIGRATION);
    const other = { "shop-secrets": { ...SECRETS["shop-secrets"], RELEASE_COOKIE: "another" } };
    const [ours, theirs] = await Promise.all([space.start("Deployment", "shop"), space.start("Deployment", "shop", other)]);
    await Promise.all([ours.ready(), theirs.ready()]);
    await until(async () => /Connection attempt .* rejected/s.test(ours.log() + theirs.log()));
    expect([await nodesSeenBy(ours), await nodesSeenBy(theirs)]).toEqual([[], []]);
  });

  test("a crash at boot is told in the termination message", async () => {
    const { main } = await apply("crash", `${WITHOUT_MIGRATION}\nenv: {SHOP_DRAIN_MS: soon}`).start("Deployment", "shop");
    expect(await main.exit).toBe(1);
    expect(main.terminationMessage()).toContain("Slogan: ");
    // Bytes that the kubelet keeps.
    expect(main.terminationMessage().length).toBeLessThanOrEqual(4096);
  });

  test("without repos there is nothing to wait for", async () => {
    const secrets = { nowhere: { DATABASE_URL: "ecto://nobody@10.77.0.1:1/none" } };
    const space = apply("repos", "env: {SHOP_REPOS: none}\ndatabase: {url: {secretName: nowhere}}", { secrets });
    const { inits } = await space.start("Deployment", "shop");
    expect(inits).toEqual({ "wait-for-migrations": 0 });
  });

  test("the node name must stand after the address that it uses", async () => {
    const change = (objects: Anything[]): void => {
      const { env } = objects.find(({ kind }) => kind === "Deployment").spec.template.spec.containers[0];
      env.sort((a: Anything, b: Anything) => Number(b.name === "RELEASE_NODE") - Number(a.name === "RELEASE_NODE"));
    };
    const pod = await apply("order", WITHOUT_MIGRATION, { change }).start("Deployment", "shop");
    // It boots and looks healthy, but nobody can talk to it.
    await pod.ready();
    await expect(rpc(pod, "node()")).rejects.toThrow(/nodedown|noconnection/);
  });

  test("outside the cluster nobody joins it, and rpc still works", async () => {
    const space = apply("alone", `${WITHOUT_MIGRATION}\nprocesses: {api: {args: [/app/bin/shop, start], http: {enabled: true}, cluster: {enabled: false}}}`);
    const [web, api] = await Promise.all([space.start("Deployment", "shop"), space.start("Deployment", "shop-api")]);
    await Promise.all([web.ready(), api.ready()]);
    expect(await rpc(api, "{node(), Node.list()}")).toBe('{:"shop@shop-api-5f6d8c7b9d-0", []}');
    expect(await nodesSeenBy(web)).toEqual([]);
  });

  test("on a Kubernetes that cannot sleep by itself the image does it", async () => {
    const pod = await apply("old", `${WITHOUT_MIGRATION}\nkubernetesVersion: "1.29"\ndrain: {preStopSeconds: 1}`).start("Deployment", "shop");
    await pod.ready();
    const { seconds, killed } = await pod.stop();
    expect(killed).toBe(false);
    expect(seconds).toBeGreaterThan(1);
    expect(seconds).toBeLessThan(5);
  });

  describe("with habits of its own", () => {
    let pod: Pod;
    beforeAll(async () => {
      const spec = `${WITHOUT_MIGRATION}
release: {name: shop_stubborn}
resources: {requests: {cpu: 1500m}}
processes: {web: {args: [/app/bin/shop_stubborn, start]}}`;
      pod = await on.apply("stubborn", spec, { image: "shop_stubborn" }).start("Deployment", "shop");
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

    test("has our distribution ports, not those of its vm.args", () => expect(listening(socketsOf(pod, on.world))).toEqual([4000, 4369, 4370]));
  });
});
