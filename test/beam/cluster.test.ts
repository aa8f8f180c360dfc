import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, test } from "vitest";
import type { Anything } from "../kustomize.ts";
import type { Namespace } from "./kubelet/cluster.ts";
import type { Pod } from "./kubelet/pod.ts";
import { areConnected, listening, socketsOf } from "./kubelet/sockets.ts";
import { typed } from "./kubelet/terminal.ts";
import { nodesSeenBy, rpc } from "./node.ts";
import { type Stage, stage, until } from "./stage.ts";

// A real release, built by Debian's Elixir, runs in containers that are made of nothing but the generated objects: environment, command, user,
// root, volumes, probes, names and the time to stop.

const open = await stage();

const SPEC = `
health: {path: /health}
env: {SHOP_DRAIN_MS: "1500"}
drain: {preStopSeconds: 1}
processes: {worker: {args: [/app/bin/shop, start]}}`;

describe.skipIf(!open)("three nodes", () => {
  let stage: Stage;
  let space: Namespace;
  let beforeTheMigration: string[];
  let migration: Awaited<ReturnType<Namespace["run"]>>;
  let pods: [web: Pod, other: Pod, worker: Pod];

  beforeAll(async () => {
    if (!open) return;
    stage = await open();
    const { agent } = stage.world;
    space = stage.apply("shop", SPEC);
    // All at once, as kubectl apply does it: the pods must wait for the Job by themselves.
    const starting = Promise.all([space.start("Deployment", "shop"), space.start("Deployment", "shop"), space.start("Deployment", "shop-worker")]);
    await until(async () => (await agent.questions()).filter((question) => question.endsWith("versions")).length >= 3);
    beforeTheMigration = await agent.questions();
    migration = await space.run("Job", "shop-migrate");
    pods = await starting;
    await Promise.all(pods.map((pod) => pod.ready()));
    return stage.close;
  });

  test("pods wait until the Job has migrated, and eval does that", async () => {
    expect({ code: migration.code, log: migration.log }).toEqual({ code: 0, log: "" });
    expect(new Set(beforeTheMigration)).toEqual(new Set(["shop:pa$$word shop versions"]));
    expect(await stage.world.agent.questions()).toContain("shop:pa$$word shop migrate 20240101000000");
    expect(pods.map(({ inits }) => inits)).toEqual([{ "wait-for-migrations": 0 }, { "wait-for-migrations": 0 }, { "wait-for-migrations": 0 }]);
  });

  test("the VM is the first process, runs as nobody, without capabilities, on a root that is read-only", async () => {
    const [{ main }] = pods;
    const { stdout: status } = await main.exec(["cat", "/proc/1/status"]);
    for (const line of [
      "Name:\tbeam.smp",
      "Uid:\t65534\t65534\t65534\t65534",
      "Gid:\t65534\t65534\t65534\t65534",
      "CapEff:\t0000000000000000",
      "NoNewPrivs:\t1",
    ])
      expect(status).toContain(line);
    expect((await main.exec(["touch", "/app/x"])).stderr).toContain("Read-only file system");
    expect(await main.exec(["touch", "/tmp/x"])).toEqual({ code: 0, stdout: "", stderr: "" });
  });

  test.each(["startup", "readiness", "liveness"] as const)("the %s probe succeeds", async (name) => expect(await pods[0].probe(name)).toBe(true));

  test("web serves HTTP, a worker does not", async () => {
    const [web, , worker] = pods;
    const { agent } = stage.world;
    expect(await agent.get(`http://${web.facts.ip}:4000/health`)).toEqual({ status: 200, body: "well" });
    expect(await agent.connects(worker.facts.ip, 4000)).toBe(false);
  });

  test("they form one cluster, through node name, cookie and DNS query", async () => {
    const names = pods.map(({ facts }) => `shop@${facts.ip}`).sort();
    const pairs = pods.flatMap((one, index) => pods.slice(index + 1).map((other) => [one, other] as const));
    await until(async () => pairs.every(([one, other]) => areConnected(one, other, stage.world)));
    const seen = await Promise.all(pods.map(async (pod) => [`shop@${pod.facts.ip}`, ...(await nodesSeenBy(pod))].sort()));
    expect(seen).toEqual([names, names, names]);
  });

  test("remote and rpc work while clustered, and only the stated ports are used", async () => {
    const [web, other] = pods;
    let sockets = socketsOf(web, stage.world);
    const screen = await typed(stage.world, web.main, ["/app/bin/shop", "remote"], [[/iex\(.*\)1>/, "Node.list()"], [/iex\(.*\)2>/]], () => {
      sockets = [...sockets, ...socketsOf(web, stage.world)];
    });
    expect(screen).toContain(`shop@${other.facts.ip}`);
    expect(await rpc(web, "node()")).toBe(`:"shop@${web.facts.ip}"`);

    const { anybody, members } = allowed(space.object("NetworkPolicy", "shop"));
    // HTTP, epmd, the node and the shell.
    expect(listening(sockets).length).toBe(4);
    for (const port of listening(sockets)) expect([...anybody, ...members]).toContain(port);
    const peers = sockets.filter(({ remote }) => pods.slice(1).some(({ facts }) => facts.ip === remote.address));
    expect(peers.length).toBeGreaterThan(1);
    for (const { local, remote } of peers) expect(members).toContain(members.includes(local.port) ? local.port : remote.port);
  });

  test("memory stays far below the limit", () => {
    const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(stage.world.output(["cat", `/proc/${pods[0].main.pid}/status`])) ?? [];
    expect(space.object("Deployment", "shop").spec.template.spec.containers[0].resources.limits.memory).toBe("512Mi");
    expect(Number(kilobytes) / 1024).toBeLessThan(150);
  });

  test("it stops within its grace period and answers what it has begun; the pause before SIGTERM still serves", async () => {
    const [rest, web] = pods;
    const { agent } = stage.world;
    const begun = agent.get(`http://${web.facts.ip}:4000/slow?2500`);
    const stopping = web.stop();
    await sleep(500);
    expect((await agent.get(`http://${web.facts.ip}:4000/health`)).status).toBe(200);
    expect(await begun).toEqual({ status: 200, body: "at last" });
    const { seconds, killed } = await stopping;
    expect(killed).toBe(false);
    expect(seconds).toBeLessThan(web.spec.terminationGracePeriodSeconds);
    expect(web.log()).toMatch(/SIGTERM received[\s\S]*sockets drained[\s\S]*http drained/);
    expect((await nodesSeenBy(rest)).length).toBe(1);
  });
});

/** Ports that a NetworkPolicy lets in: from anybody, and from pods of the same cluster. */
function allowed({ spec }: Anything): { anybody: number[]; members: number[] } {
  const ports = (rules: Anything[]): number[] =>
    rules.flatMap((rule) => rule.ports.flatMap(({ port, endPort = port }: Anything) => Array.from({ length: endPort - port + 1 }, (_, index) => port + index)));
  return { anybody: ports(spec.ingress.filter((rule: Anything) => !rule.from)), members: ports(spec.ingress.filter((rule: Anything) => rule.from)) };
}
