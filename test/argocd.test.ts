import { spawnSync } from "node:child_process";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { kubernetesProblems } from "./kubernetes-schema.ts";
import { type Anything, built, copyOfTheLayout, named, objectsOf, realEngines, scratch, switchTo, write } from "./kustomize.ts";
import { binary, type Outcome, root } from "./program.ts";

// The recipes of plugin/argocd over a stand-in of Argo CD's manifests, and then what they say, done: the init container runs as it would, and a real
// kustomize builds overlays/prod with what the repo-server has: uid 999, a read-only root, a system without libatomic.

const read = (file: string): string => readFileSync(join(root, file), "utf8");
const engine = realEngines.find(({ kind }) => kind === "kustomize") as (typeof realEngines)[number];

function argo(recipe: string): string {
  const directory = scratch();
  cpSync(join(root, "plugin/argocd"), join(directory, "plugin/argocd"), { recursive: true });
  cpSync(join(root, "test/argocd"), join(directory, "argocd"), { recursive: true });
  write(directory, "argocd/kustomization.yaml", `namespace: argocd\nresources: [argocd-cm.yaml, repo-server.yaml]\ncomponents: [../plugin/argocd/${recipe}]\n`);
  return built(engine, join(directory, "argocd"));
}

const one = (list: readonly Anything[], name: string): Anything => list.find((each) => each.name === name);

function argocd(recipe: string): Anything {
  const text = argo(recipe);
  const pod = named(text, "Deployment", "argocd-repo-server").spec.template.spec;
  const init = one(pod.initContainers, "phoenix-release");
  return { text, pod, init, server: one(pod.containers, "argocd-repo-server"), data: named(text, "ConfigMap", "argocd-cm").data };
}

const confined = (...words: string[]): Outcome => {
  const { status, stdout, stderr } = spawnSync(join(root, "test/container/confined"), words, { encoding: "utf8", maxBuffer: 1 << 26 });
  return { code: status, stdout, stderr };
};
const UNAVAILABLE = 125;
const skipped = confined("/usr/bin/true").code === UNAVAILABLE && !process.env["CI"];

const variables = ({ env = [] }: Anything): string[] => env.flatMap(({ name, value }: Anything) => ["-e", `${name}=${value}`]);

/** What the image starts, as its Dockerfile says. */
const entrypoint = /^ENTRYPOINT \["(.+)"\]$/m.exec(read("plugin/Dockerfile"))?.[1] as string;

describe.each(["classic", "krm-exec"] as const)("%s", (recipe) => {
  test("is valid, and what was there stays", () => {
    const { text, pod, server, data } = argocd(recipe);
    for (const object of objectsOf(text)) expect(kubernetesProblems(object)).toEqual([]);
    expect(data.url).toBe("https://argocd.example.com");
    const { initContainers, containers, volumes } = pod;
    expect(initContainers.map(({ name }: Anything) => name).sort()).toEqual(["copyutil", "phoenix-release"]);
    expect(containers).toHaveLength(1);
    expect(server.env).toContainEqual({ name: "HELM_CACHE_HOME", value: "/helm-working-dir" });
    expect(server.volumeMounts).toHaveLength(4);
    expect(volumes).toHaveLength(4);
  });

  test("the Helm values say the same", () => {
    const { pod, init, server, data } = argocd(recipe);
    const values = parse(read(`plugin/argocd/helm-values-${recipe}.yaml`));
    const [volume] = pod.volumes.filter(({ name }: Anything) => name === init.volumeMounts[0].name);
    // The keys are those of the chart argo-cd.
    expect(values).toEqual({
      configs: { cm: { "kustomize.buildOptions": data["kustomize.buildOptions"] } },
      repoServer: {
        initContainers: [init],
        env: server.env.filter(({ name }: Anything) => name !== "HELM_CACHE_HOME"),
        volumes: [volume],
        volumeMounts: server.volumeMounts.filter(({ name }: Anything) => name === volume.name),
      },
    });
  });

  test.skipIf(skipped)("done as it says, the repo-server builds overlays/prod", () => {
    const { init, server, data } = argocd(recipe);
    const [layout, tmp, tools] = [copyOfTheLayout(), scratch(), scratch()];
    switchTo(recipe === "classic" ? "classic" : "krm-exec", layout);
    const [{ mountPath }] = init.volumeMounts;
    expect(entrypoint).toBe("/usr/local/bin/phoenix-release");
    const installed = confined("-u", "999", "-f", "/proc", ...variables(init), "-w", `${tools}:${mountPath}`, binary, ...init.args);
    expect(installed).toMatchObject({ code: 0, stdout: expect.stringMatching(new RegExp(`^installed phoenix-release .*: ${mountPath}/`)) });

    const inside = ["-u", "999", "-f", "/proc", "-x", "libatomic.so.1", "-p", binary, "-w", `${tmp}:/tmp`, "-w", `${layout}:/repo`];
    const mounts = server.volumeMounts.filter(({ name }: Anything) => name === init.volumeMounts[0].name).map((mount: Anything) => mount.mountPath);
    const build = [engine.path, "build", "/repo/overlays/prod", ...data["kustomize.buildOptions"].split(" ")];
    const { code, stdout, stderr } = confined(...inside, ...variables(server), ...mounts.flatMap((path: string) => ["-w", `${tools}:${path}`]), ...build);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toBe(built(engine, join(layout, "overlays/prod"), recipe));
    // It is the recipe that does it.
    expect(confined(...inside, ...build).code).not.toBe(0);
  });
});

test("the image runs as a number, which runAsNonRoot can judge", () => expect(read("plugin/Dockerfile")).toMatch(/^USER \d+:\d+$/m));
