import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { Anything } from "../kustomize.ts";
import type { Namespace } from "./kubelet/cluster.ts";
import { areConnected, listening, socketsOf } from "./kubelet/sockets.ts";
import { rpc } from "./node.ts";
import { SECRETS, type Stage, stage, until } from "./stage.ts";

// The environment for a release of Distillery, against a start script that keeps to what Distillery documents: distillery/bin/shop.

const open = await stage();
// The keys are called as the variables are.
const { RELEASE_COOKIE: COOKIE = "", ...others } = SECRETS["shop-secrets"] ?? {};
const secrets = { "shop-secrets": { ...others, COOKIE } };

describe.skipIf(!open)("a release of Distillery", () => {
  let on: Stage;
  beforeAll(async () => {
    if (!open) return;
    on = await open();
    return on.close;
  });
  const apply = (namespace: string, spec: string, change: (objects: Anything[]) => void = () => undefined): Namespace => {
    const space = on.apply(namespace, `release: {tool: distillery}\n${spec}`, { image: "shop_distillery", secrets, change });
    onTestFinished(space.end);
    return space;
  };

  test("migrates, and its pods wait for that and meet", async () => {
    const space = apply("distillery", "drain: {preStopSeconds: 0}");
    const starting = Promise.all([space.start("Deployment", "shop"), space.start("Deployment", "shop")]);
    expect(await space.run("Job", "shop-migrate")).toEqual({ code: 0, log: "" });
    const [one, other] = await starting;
    await Promise.all([one.ready(), other.ready()]);
    await until(async () => areConnected(one, other, on.world));
    expect(await rpc(one, "{node(), Node.list()}")).toBe(`{:"shop@${one.facts.ip}", [:"shop@${other.facts.ip}"]}`);
    expect(listening(socketsOf(one, on.world))).toEqual([4000, 4369, 4370]);
    // Name and cookie have come from vm.args, which was filled where writing is allowed.
    expect((await one.main.exec(["cat", "/tmp/var/vm.args"])).stdout).toBe(`-name shop@${one.facts.ip}\n-setcookie cookie-of-the-secret\n`);
    expect((await one.main.exec(["touch", "/app/var"])).stderr).toContain("Read-only file system");
    expect((await one.stop()).killed).toBe(false);
  });

  test("boots and answers rpc where it joins no cluster", async () => {
    const pod = await apply("alone", "cluster: {enabled: false}\nmigrations: {strategy: none}").start("Deployment", "shop");
    await pod.ready();
    expect(await rpc(pod, "{node(), Node.list()}")).toBe('{:"shop@127.0.0.1", []}');
  });

  test("starts a worker in the foreground, under which it is told whom to call", async () => {
    const pod = await apply("worker", "migrations: {strategy: none}\nprocesses: {jobs: {env: {ROLE: jobs}}}").start("Deployment", "shop-jobs");
    await until(async () => (await rpc(pod, "node()").catch(() => "")) === `:"shop@${pod.facts.ip}"`);
    expect(await on.world.agent.connects(pod.facts.ip, 4000)).toBe(false);
  });

  test("evaluates by the clock", async () => {
    const space = apply("cron", 'env: {SHOP_REPOS: none}\ncron: {cleanup: {schedule: "0 3 * * *", eval: IO.inspect(node())}}');
    expect(await space.run("CronJob", "shop-cleanup")).toEqual({ code: 0, log: ":nonode@nohost\n" });
  });

  // That the start script is as strict as Distillery's: without one of them it does not start.
  test.each([
    ["NAME", "Invalid -name value in vm.args, value is empty!"],
    ["REPLACE_OS_VARS", "Can't set long node name!"],
    ["RELEASE_MUTABLE_DIR", "Read-only file system"],
  ])("needs %s", async (name, complaint) => {
    const without = (objects: Anything[]): void => {
      const [container] = objects.find(({ kind }) => kind === "Deployment").spec.template.spec.containers;
      container.env = container.env.filter((variable: Anything) => variable.name !== name);
    };
    const { main } = await apply(`without-${name.length}`, "migrations: {strategy: none}", without).start("Deployment", "shop");
    expect(await main.exit).not.toBe(0);
    expect(main.log()).toContain(complaint);
  });
});
