import { beforeAll, describe, expect, test } from "vitest";
import { listening, socketsOf } from "./kubelet/sockets.ts";
import { typed } from "./kubelet/terminal.ts";
import type { Kind } from "./kubelet/workload.ts";
import { nodesSeenBy, rpc } from "./node.ts";
import { type Stage, stage, until } from "./stage.ts";

// Other ways for nodes to find and to reach each other than the usual one of cluster.test.ts: two pods, which must meet.

const open = await stage();

interface Way {
  readonly cluster: string;
  readonly more?: string;
  readonly kind?: Kind;
  readonly name: RegExp;
  readonly ports: readonly number[];
  readonly options?: Parameters<Stage["apply"]>[2];
}

const USUAL = { name: /^:"shop@10\.77\.0\.\d+"$/, ports: [4000, 4369, 4370] };
/** As the template for Fly writes it into the image. */
const imageEnv = { ERL_AFLAGS: "-proto_dist inet6_tcp" };

const ways: Readonly<Record<string, Way>> = {
  "without epmd": { ...USUAL, cluster: "{epmd: {enabled: false}}", ports: [4000, 4370] },
  "without epmd, in an image made for Fly": { ...USUAL, cluster: "{epmd: {enabled: false}}", ports: [4000, 4370], options: { imageEnv } },
  "on other ports": { ...USUAL, cluster: "{epmd: {port: 5000}, distribution: {min: 6000, max: 6005}}", ports: [4000, 5000, 6000] },
  "by SRV records, under names": {
    cluster: "{discovery: libcluster-srv}",
    // The name under which this release asks for its Service.
    more: "release: {envNames: {clusterQuery: SHOP_SERVICE}}\nprocesses: {web: {stateful: true}}",
    kind: "StatefulSet",
    name: /^:"shop@shop-\d\.shop-cluster\.way-3\.svc\.cluster\.local"$/,
    ports: [4000, 4369, 4370],
  },
  "over IPv6": { ...USUAL, cluster: "{ipFamily: IPv6}", name: /^:"shop@fd77::[0-9a-f]+"$/, options: { ipFamily: "IPv6" } },
  "over IPv6, in an image made for it": { ...USUAL, cluster: "{ipFamily: IPv6}", name: /^:"shop@fd77::[0-9a-f]+"$/, options: { ipFamily: "IPv6", imageEnv } },
  "over IPv4, in an image made for Fly": { ...USUAL, cluster: "{ipFamily: IPv4}", options: { imageEnv } },
};

describe.skipIf(!open)("two nodes meet", () => {
  let on: Stage;
  beforeAll(async () => {
    if (!open) return;
    on = await open();
    return on.close;
  });

  test.each(Object.keys(ways))("%s", async (title) => {
    const { cluster, more = "", kind = "Deployment", name, ports, options } = ways[title] as Way;
    const space = on.apply(`way-${Object.keys(ways).indexOf(title)}`, `cluster: ${cluster}\nmigrations: {strategy: none}\n${more}`, options);
    const [one, other] = await Promise.all([space.start(kind, "shop"), space.start(kind, "shop")]);
    await Promise.all([one.ready(), other.ready()]);
    await until(async () => (await nodesSeenBy(one)).length === 1);
    expect(await rpc(one, "node()")).toMatch(name);
    expect(await rpc(one, "hd(Node.list())")).toBe(await rpc(other, "node()"));
    expect(listening(socketsOf(one, on.world))).toEqual(ports);
    await typed(on.world, one.main, ["/app/bin/shop", "remote"], [[/iex\(.*\)1>/, "Node.list()"], [/shop@/]]);
  });

  test("only their own version, where that is asked for", async () => {
    const space = on.apply("versions", "cluster: {isolateVersions: true}\nmigrations: {strategy: none}");
    const old = await Promise.all([space.start("Deployment", "shop"), space.start("Deployment", "shop")]);
    // A rollout: another template, and so another ReplicaSet.
    space.object("Deployment", "shop").spec.template.spec.containers[0].env.push({ name: "VERSION", value: "next" });
    const next = await Promise.all([space.start("Deployment", "shop"), space.start("Deployment", "shop")]);
    await Promise.all([...old, ...next].map((pod) => pod.ready()));
    for (const [one, other] of [old, next]) {
      await until(async () => (await nodesSeenBy(one)).length === 1);
      expect(await rpc(one, "Node.list()")).toBe(`[${await rpc(other, "node()")}]`);
    }
  });
});
