import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { command } from "../engines/command.ts";
import type { Pod } from "./kubelet/pod.ts";
import { areConnected, listening, socketsOf } from "./kubelet/sockets.ts";
import { typed } from "./kubelet/terminal.ts";
import type { Kind } from "./kubelet/workload.ts";
import { nodesSeenBy, rpc } from "./node.ts";
import { type Stage, stage, until } from "./stage.ts";

// Other ways for nodes to find and to reach each other than the usual one of cluster.test.ts: two pods, which must meet.

const open = await stage();

interface Way {
  readonly spec: string;
  readonly kind?: Kind;
  /** Node name of a pod. */
  readonly name?: (pod: Pod) => string;
  readonly ports?: readonly number[];
  readonly options?: Parameters<Stage["apply"]>[2];
}

/** Enough to see that the flags and files reach every VM of the pod: a self-signed certificate proves nothing about the other end. */
const FILES = '{certfile, "/etc/dist/tls.crt"}, {keyfile, "/etc/dist/tls.key"}';
const OPTIONS = `[{server, [${FILES}]}, {client, [${FILES}, {verify, verify_none}]}].`;

/** As the template for Fly writes it into the image. */
const imageEnv = { ERL_AFLAGS: "-proto_dist inet6_tcp" };

const ways: Readonly<Record<string, Way>> = {
  "without epmd": { spec: "cluster: {epmd: {enabled: false}}", ports: [4000, 4370] },
  "on other ports": { spec: "cluster: {epmd: {port: 5000}, distribution: {min: 6000, max: 6005}}", ports: [4000, 5000, 6000] },
  "by SRV records, under names": {
    // SHOP_SERVICE is where this release wants its Service.
    spec: "cluster: {discovery: libcluster-srv}\nrelease: {envNames: {clusterQuery: SHOP_SERVICE}}\nprocesses: {web: {stateful: true}}",
    kind: "StatefulSet",
    name: ({ facts: { name, namespace } }) => `shop@${name}.shop-cluster.${namespace}.svc.cluster.local`,
  },
  "over IPv6": { spec: "cluster: {ipFamily: IPv6}", options: { ipFamily: "IPv6" } },
  "over IPv6, in an image made for it": { spec: "cluster: {ipFamily: IPv6}", options: { ipFamily: "IPv6", imageEnv } },
  "over IPv4, in an image made for Fly": { spec: "", options: { imageEnv } },
};

const tls = open && (await selfSigned());
if (open && !tls) console.error("SKIPPED: distribution over TLS: there is no openssl");
const overTls: Way = {
  spec: `files: {/etc/dist: {secret: shop-dist-tls, mode: "0440"}}
beam: {flags: -proto_dist inet_tls -ssl_dist_optfile /etc/dist/ssl_dist.conf}`,
  options: { image: "shop_tls", secrets: { "shop-dist-tls": { ...tls, "ssl_dist.conf": OPTIONS } } },
};

describe.skipIf(!open)("two nodes meet", () => {
  let on: Stage;
  beforeAll(async () => {
    if (!open) return;
    on = await open();
    return on.close;
  });

  test.each(Object.entries({ ...ways, ...(tls && { "over TLS": overTls }) }))("%s", async (title, way) => {
    const { spec, kind = "Deployment", name = ({ facts: { ip } }) => `shop@${ip}`, ports = [4000, 4369, 4370], options } = way;
    const space = on.apply(title.replace(/[^a-zA-Z0-9]+/g, "-").toLowerCase(), `${spec}\nmigrations: {strategy: none}`, options);
    onTestFinished(space.end);
    const [one, other] = await Promise.all([space.start(kind, "shop"), space.start(kind, "shop")]);
    await Promise.all([one.ready(), other.ready()]);
    await until(async () => areConnected(one, other, on.world));
    expect(await rpc(one, "{node(), Node.list()}")).toBe(`{:"${name(one)}", [:"${name(other)}"]}`);
    expect(listening(socketsOf(one, on.world))).toEqual(ports);
    await typed(on.world, one.main, ["/app/bin/shop", "remote"], [[/iex\(.*\)1>/, "Node.list()"], [/shop@/]]);
  });

  test("only their own version, where that is asked for", async () => {
    const space = on.apply("versions", "cluster: {isolateVersions: true}\nmigrations: {strategy: none}");
    onTestFinished(space.end);
    const old = await Promise.all([space.start("Deployment", "shop"), space.start("Deployment", "shop")]);
    // A rollout: another template, and so another ReplicaSet.
    space.object("Deployment", "shop").spec.template.spec.containers[0].env.push({ name: "VERSION", value: "next" });
    const next = await Promise.all([space.start("Deployment", "shop"), space.start("Deployment", "shop")]);
    await Promise.all([...old, ...next].map((pod) => pod.ready()));
    for (const [one, other] of [old, next]) {
      await until(async () => areConnected(one, other, on.world));
      expect(await nodesSeenBy(one)).toEqual([expect.stringMatching(new RegExp(`^shop-[0-9a-f]{10}@${other.facts.ip}$`))]);
    }
  });
});

/** A certificate and its key; undefined where openssl is missing. */
async function selfSigned(): Promise<{ "tls.crt": string; "tls.key": string } | undefined> {
  const words = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=shop", "-keyout", "-", "-days", "2"];
  const both = await command("openssl", words).catch(() => undefined);
  if (both === undefined) return undefined;
  const at = both.indexOf("-----BEGIN CERTIFICATE");
  return { "tls.key": both.slice(0, at), "tls.crt": both.slice(at) };
}
