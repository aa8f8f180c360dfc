import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { KubernetesObject } from "../src/source/item.ts";
import { graph } from "../src/topology/graph.ts";
import { html } from "../src/topology/html.ts";
import { mermaid } from "../src/topology/mermaid.ts";
import { Browser, type Page } from "./chromium/browser.ts";
import { active, collisions, faint, focus } from "./chromium/measures.ts";
import { type Anything, objectsOf, scratch } from "./kustomize.ts";
import { programs, root } from "./program.ts";

// The page in a real browser. Where there is none, this fails: a page that nobody has looked at is not tested.

const [[, source]] = programs as [(typeof programs)[number]];
const read = (file: string): string => readFileSync(join(root, file), "utf8");
const overlay = (name: string): KubernetesObject[] => objectsOf(read(`test/overlays/${name}.yaml`));

function broken(): KubernetesObject[] {
  const objects: Anything[] = overlay("workers-prod");
  const of = (kind: string): Anything => objects.find((object) => object.kind === kind);
  of("Service").spec.ports[0].targetPort = "web";
  of("NetworkPolicy").spec.ingress.pop();
  return objects;
}

/** Names of the greatest length, and with what HTML, CSS and SVG read as their own. */
function strange(): KubernetesObject[] {
  const long = "x".repeat(253);
  const markup = `</style><script>alert(1)</script><img src=http://127.0.0.1:9/x.png onerror="alert(1)">'&quot;]]>`;
  return [long, markup, "\u0000\u001b[31m\ud800", "日本語のとても長い名前".repeat(5)].flatMap((name) => [
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name, namespace: markup },
      spec: { selector: { app: name }, ports: [{ name: long, port: 80 }, { port: "</text>" }] },
    },
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name, namespace: markup },
      spec: {
        replicas: 3,
        template: {
          metadata: { labels: { app: name } },
          spec: { containers: [{ name, image: name, envFrom: [{ secretRef: { name } }], ports: [{ name: long, containerPort: 80 }] }] },
        },
      },
    },
  ]);
}

const pages: Readonly<Record<string, () => string>> = {
  prod: () => html([graph("overlays/prod", overlay("overlays-prod"))]),
  "dev and staging": () => html([graph("overlays/dev", overlay("overlays-dev")), graph("overlays/staging", overlay("overlays-staging"))]),
  market: () => html([graph("market", objectsOf(source({ args: ["test/topology/market.yaml"] }).stdout))]),
  broken: () => html([graph("overlays/broken", broken())]),
  strange: () => html([graph("strange", strange())]),
};

/** Milliseconds; a hundred megabytes, where this machine has no Chromium. */
const TO_FETCH = 600_000;

let browser: Browser;
let page: Page;
beforeAll(async () => {
  browser = await Browser.start();
  page = await browser.page();
}, TO_FETCH);
afterAll(async () => browser?.close());

/** A page anew. */
async function opened(text: string, surroundings: Parameters<Page["emulate"]>[0] = {}): Promise<string> {
  const file = join(scratch(), "page.html");
  writeFileSync(file, text);
  const url = pathToFileURL(file).href;
  await page.emulate(surroundings);
  page.requests.length = 0;
  await page.open(url);
  current = text;
  return url;
}

let current = "";

/** A page, which may be there already. */
async function shown(text: string, surroundings: Parameters<Page["emulate"]>[0] = {}): Promise<void> {
  if (text === current) await page.emulate(surroundings);
  else await opened(text, surroundings);
}

describe.each(Object.entries(pages))("%s", (_, text) => {
  test("asks for nothing but itself, and runs nothing", async () => {
    const url = await opened(text());
    expect(await page.run(active)).toEqual([]);
    expect(page.requests).toEqual([url]);
  });

  test("nothing lies on anything else, and all text is inside of its box", async () => {
    await shown(text());
    expect(await page.run(collisions)).toEqual([]);
  });

  test.each(["light", "dark"] as const)("has contrast, %s", async (scheme) => {
    await shown(text(), { scheme });
    expect(await page.run(faint)).toEqual([]);
    const background = await page.run(() => getComputedStyle(document.body).backgroundColor);
    expect(background).toBe(scheme === "light" ? "rgb(255, 255, 255)" : "rgb(13, 17, 23)");
  });

  test("fits 400 pixels: what is wider has its own scroll bar, which the keyboard reaches", async () => {
    await shown(text(), { width: 400 });
    expect(await page.run(() => document.documentElement.scrollWidth)).toBe(400);
    const wide = await page.run(() =>
      [...document.querySelectorAll<HTMLElement>(".scroll")]
        .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
        .map(({ tabIndex }) => tabIndex),
    );
    expect(wide.length).toBeGreaterThan(0);
    expect(wide.every((tabIndex) => tabIndex === 0)).toBe(true);
  });

  test("is light on paper, whatever the screen is", async () => {
    await shown(text(), { scheme: "dark", media: "print" });
    expect(await page.run(() => getComputedStyle(document.body).backgroundColor)).toBe("rgb(255, 255, 255)");
    expect(await page.run(faint)).toEqual([]);
  });

  test("every control has a name, headings go down one by one, ids are of one thing", async () => {
    await shown(text());
    const { nodes } = (await page.send("Accessibility.getFullAXTree")) as { nodes: { ignored: boolean; role: { value: string }; name?: { value: string } }[] };
    const nameless = nodes.filter(
      ({ ignored, role, name }) => !ignored && ["link", "table", "region", "navigation", "heading", "columnheader"].includes(role.value) && !name?.value,
    );
    expect(nameless).toEqual([]);
    const levels = await page.run(() => [...document.querySelectorAll("h1, h2, h3")].map(({ tagName }) => Number(tagName[1])));
    expect(levels[0]).toBe(1);
    expect(levels.every((level, index) => index === 0 || level <= (levels[index - 1] as number) + 1)).toBe(true);
    const ids = await page.run(() => [...document.querySelectorAll("[id]")].map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
    expect(
      await page.run(() => [...document.querySelectorAll("a[href]")].filter((link) => !document.querySelector(link.getAttribute("href") as string)).length),
    ).toBe(0);
  });
});

test("without scripts all is there to read", async () => {
  await opened((pages["prod"] as () => string)(), { scripts: false });
  const text = await page.run(() => document.body.textContent);
  for (const said of ["Ingress shop", "shop.example.com/", "Secret shop-secrets, expected in the cluster", "4369, 4370-4379", "waits for migrations", "3 pods"])
    expect(text).toContain(said);
});

test("the keyboard reaches every box in order, one sees where it is, and Enter leads to its words", async () => {
  await opened((pages["prod"] as () => string)());
  const stops: { what: string; visible: boolean; inView: boolean }[] = [];
  for (let count = 0; count < 12; count++) {
    await page.press("Tab");
    stops.push(await page.run(focus));
  }
  expect(stops.map(({ what }) => what)).toEqual([
    "Skip to the content",
    "Picture of overlays/prod",
    "Internet",
    "Ingress shop",
    "Service shop",
    "Service shop-cluster",
    "Deployment shop",
    "Job shop-migrate-HASH",
    "Database",
    "Secret shop-secrets, expected in the cluster",
    "Secret shop-tls, expected in the cluster",
    "Who talks to whom",
  ]);
  expect(stops.filter(({ visible, inView }) => !visible || !inView)).toEqual([]);

  await opened((pages["prod"] as () => string)());
  for (let count = 0; count < 7; count++) await page.press("Tab");
  await page.press("Enter");
  const target = await page.run(() => {
    const row = document.querySelector(":target") as HTMLElement;
    const { top, bottom } = row.getBoundingClientRect();
    return { text: row.textContent, inView: bottom > 0 && top < innerHeight };
  });
  expect(target).toMatchObject({ inView: true, text: expect.stringMatching(/^Deployment shophttp 4000/) });
  expect(await page.run(faint)).toEqual([]);
});

test("what does not work is said first, and not by colour alone", async () => {
  await opened((pages["broken"] as () => string)());
  const list = await page.run(() => (document.querySelector(".problems") as HTMLElement).textContent);
  expect(list).toContain("Service shop does not reach Deployment shop: no container of Deployment shop has a port web");
  expect(list).toContain("Service shop-cluster does not reach Deployment shop-worker: no NetworkPolicy lets anybody reach port 4369 of Deployment shop-worker");
  const paths = await page.run(() =>
    [...document.querySelectorAll(".lines path.problem")].filter((path) => !path.closest(".legend")).map((path) => path.getAttribute("d") ?? ""),
  );
  expect(paths.length).toBe(3);
  for (const path of paths) expect(path).toMatch(/l12 12m0 -12l-12 12$/);
});

// The measures find what they are for.
describe("a page that is wrong", () => {
  const prod = (): string => (pages["prod"] as () => string)();
  test("asks for an image", async () => {
    await opened(
      prod()
        .replace(/<meta http-equiv[^>]*>/, "")
        .replace("</main>", '<img src="http://127.0.0.1:9/x.png"></main>'),
    );
    expect(page.requests).toContain("http://127.0.0.1:9/x.png");
  });
  test("has faint text", async () => {
    await opened(prod().replace("</style>", ".picture .detail { fill: #999999; } </style>"));
    expect((await page.run(faint)).join()).toContain("text 3 pods: rgb(153, 153, 153) on rgb(246, 248, 250)");
  });
  test("has a box on another, text outside, a line through a box", async () => {
    const moved = prod().replace(/(Ingress shop<\/title><rect x=")\d+(" y=")\d+/, "$1430$290");
    await opened(moved.replace(/(<path class="traffic" d=")[^"]*/, "$1M0 150H1300"));
    const found = (await page.run(collisions)).join("\n");
    expect(found).toMatch(/lies on/);
    expect(found).toMatch(/leaves its box/);
    expect(found).toMatch(/a line runs through/);
  });
});

test("Mermaid draws what is written for it", async () => {
  await page.emulate({});
  await page.open("about:blank");
  await page.evaluate(readFileSync(join(root, "node_modules/mermaid/dist/mermaid.min.js"), "utf8").concat("\n;0"));
  const texts = [read("test/topology/market.mmd"), mermaid([graph("strange", strange())])];
  for (const text of texts) {
    const drawn = await page.run(async (source: string) => {
      // biome-ignore lint/suspicious/noExplicitAny: the page has what it was given
      const { svg } = await (globalThis as any).mermaid.render("drawn", source);
      document.body.innerHTML = svg;
      return {
        text: document.body.textContent ?? "",
        nodes: document.querySelectorAll(".node").length,
        scripts: document.querySelectorAll("script, img").length,
      };
    }, text);
    expect(drawn.scripts).toBe(0);
    expect(drawn.nodes).toBe([...text.matchAll(/^ +\w+(?:\(\[|\(\(|\[|\{\{)/gm)].length);
    expect(drawn.text).not.toContain("Syntax error");
  }
  expect(page.requests.filter((url) => url.startsWith("http"))).toEqual([]);
});
