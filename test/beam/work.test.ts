import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type Stage, stage } from "./stage.ts";

// Work that ends, and what it finds: expressions, databases, disks and files.

const open = await stage();

describe.skipIf(!open)("a pod", () => {
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

  test("evaluates an expression by the clock, without distribution", async () => {
    const expression = 'IO.puts("#{node()} #{System.get_env("POOL_SIZE")} #{Application.get_env(:shop, :host)}")';
    const space = apply("cron", `env: {SHOP_REPOS: none}\ncron: {cleanup: {schedule: "0 3 * * *", eval: '${expression}'}}`);
    expect(await space.run("CronJob", "shop-cleanup")).toEqual({ code: 0, log: "nonode@nohost 10 shop.example.com\n" });
  });

  test("seeds after the migration, in a database whose address is composed", async () => {
    const spec = `seed: {enabled: true, eval: 'IO.inspect(Shop.Repo.all({"schema_migrations", Ecto.Migration.SchemaMigration}, []))'}
database: {parts: {layout: custom, secretName: parts, host: 10.77.0.1, name: orders, keys: {username: user, password: password}}}`;
    const space = apply("seed", spec, { secrets: { parts: { user: "me", password: "p$$w" } } });
    const [seed, migrate] = await Promise.all([space.run("Job", "shop-seed"), space.run("Job", "shop-migrate")]);
    expect(migrate).toEqual({ code: 0, log: "" });
    expect(seed).toEqual({ code: 0, log: "[%{version: 20240101000000}]\n" });
    expect(await on.world.agent.questions()).toContain("me:p$$w orders migrate 20240101000000");
  });

  test("migrates in its init container", async () => {
    const secrets = { own: { DATABASE_URL: "ecto://me:x@10.77.0.1:5432/init" } };
    const space = apply("init", "migrations: {strategy: initContainer}\ndatabase: {url: {secretName: own}}", { secrets });
    const { inits } = await space.start("Deployment", "shop");
    expect(inits).toEqual({ migrate: 0 });
    expect(await on.world.agent.questions()).toContain("me:x init migrate 20240101000000");
  });

  test("keeps SQLite on a disk that outlives it", async () => {
    const spec = "drain: {preStopSeconds: 0}\ndatabase: {path: /data/shop.db}\nprocesses: {web: {storage: {data: {path: /data, size: 1Gi}}}}";
    const space = apply("sqlite", spec);
    const before = await space.start("Deployment", "shop");
    await before.ready();
    // The path that the release has been given.
    expect(await before.main.exec(["sh", "-c", 'echo kept >"$DATABASE_PATH"'])).toEqual({ code: 0, stdout: "", stderr: "" });
    await before.stop();
    const after = await space.start("Deployment", "shop");
    expect((await after.main.exec(["cat", "/data/shop.db"])).stdout).toBe("kept\n");
  });

  test("of a StatefulSet has a disk of its own", async () => {
    const spec = "migrations: {strategy: none}\nprocesses: {web: {stateful: true, storage: {data: {path: /data, size: 1Gi}}}}";
    const space = apply("disks", spec);
    const [one, other] = await Promise.all([space.start("StatefulSet", "shop"), space.start("StatefulSet", "shop")]);
    expect((await one.main.exec(["touch", "/data/mine"])).code).toBe(0);
    expect((await other.main.exec(["ls", "/data"])).stdout).toBe("");
  });

  test("reads the files that it is given, and nobody else does", async () => {
    const spec = `migrations: {strategy: none}
files:
  /etc/shop/plain.conf: {content: "a=$(POD_IP)\\n"}
  /etc/shop/cookie: {secret: shop-secrets, key: RELEASE_COOKIE, mode: "0440"}
  /etc/shop/all: {secret: shop-secrets, mode: "0400"}`;
    const { main } = await apply("files", spec).start("Deployment", "shop");
    const { code, stdout } = await main.exec([
      "sh",
      "-c",
      "cat /etc/shop/plain.conf /etc/shop/cookie; cat /etc/shop/all/RELEASE_COOKIE; stat -c %a /etc/shop/cookie",
    ]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "a=$(POD_IP)\ncookie-of-the-secretcookie-of-the-secret440\n" });
  });

  test("writes where it is allowed to", async () => {
    const { main } = await apply("paths", "migrations: {strategy: none}\nwritablePaths: [/app/lib/shop-1.0.0/priv/cache]").start("Deployment", "shop");
    expect((await main.exec(["touch", "/app/lib/shop-1.0.0/priv/cache/x"])).code).toBe(0);
    expect((await main.exec(["touch", "/app/lib/shop-1.0.0/priv/x"])).code).toBe(1);
  });
});
