import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { obtained } from "./obtain.ts";

// Chromium in the words of its DevTools protocol, through pipes: no port is opened, and nothing of this is a package.

type Parameters = Readonly<Record<string, unknown>>;
interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Parameters;
  readonly result?: Parameters;
  readonly error?: { readonly message: string };
  readonly sessionId?: string;
}

/** The page is local, and whatever it asked for elsewhere must fail at once. */
const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", "--host-resolver-rules=MAP * ~NOTFOUND"];

const PATIENCE = 5000;

export class Browser {
  readonly #process: ChildProcess;
  readonly #profile: string;
  readonly #waiting = new Map<number, (message: Message) => void>();
  readonly #listeners = new Set<(message: Message) => void>();
  #last = 0;
  #errors = "";

  static async start(): Promise<Browser> {
    const { file, env } = await obtained();
    const profile = mkdtempSync(join(tmpdir(), "phoenix-release-chromium-"));
    const args = [...FLAGS, "--remote-debugging-pipe", `--user-data-dir=${profile}`];
    return new Browser(spawn(file, args, { env: { ...process.env, ...env }, stdio: ["ignore", "ignore", "pipe", "pipe", "pipe"], detached: true }), profile);
  }

  private constructor(child: ChildProcess, profile: string) {
    this.#process = child;
    this.#profile = profile;
    (child.stderr as Readable).on("data", (chunk) => {
      this.#errors += String(chunk);
    });
    (this.#process.stdio[3] as Writable).on("error", () => {});
    child.on("error", (error) => this.#ended(String(error)));
    child.on("exit", (code) => this.#ended(`Chromium ended with ${code}: ${this.#errors}`));
    let rest = Buffer.alloc(0);
    (child.stdio[4] as Readable).on("data", (chunk: Buffer) => {
      rest = Buffer.concat([rest, chunk]);
      for (let end = rest.indexOf(0); end !== -1; end = rest.indexOf(0)) {
        this.#got(JSON.parse(rest.subarray(0, end).toString("utf8")) as Message);
        rest = rest.subarray(end + 1);
      }
    });
  }

  #ended(why: string): void {
    for (const answer of this.#waiting.values()) answer({ error: { message: why } });
    this.#waiting.clear();
  }

  #got(message: Message): void {
    if (message.id !== undefined) {
      this.#waiting.get(message.id)?.(message);
      this.#waiting.delete(message.id);
    }
    for (const listener of this.#listeners) listener(message);
  }

  async send(method: string, params: Parameters = {}, sessionId?: string): Promise<Parameters> {
    const id = ++this.#last;
    const answer = new Promise<Message>((resolve) => this.#waiting.set(id, resolve));
    (this.#process.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params, ...(sessionId !== undefined && { sessionId }) })}\0`);
    const { result, error } = await answer;
    if (error) throw new Error(`${method}: ${error.message}`);
    return result ?? {};
  }

  listen(listener: (message: Message) => void): void {
    this.#listeners.add(listener);
  }

  async page(): Promise<Page> {
    const { targetId } = await this.send("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await this.send("Target.attachToTarget", { targetId, flatten: true });
    const page = new Page(this, sessionId as string);
    await page.send("Page.enable");
    await page.send("Network.enable");
    return page;
  }

  /** In order, so that none of its processes stays; a browser that does not answer is killed with all of them. */
  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once("exit", resolve));
    const timer = setTimeout(() => process.kill(-(this.#process.pid as number), "SIGKILL"), PATIENCE);
    this.send("Browser.close").catch(() => {});
    await ended;
    clearTimeout(timer);
    for (const stream of this.#process.stdio) stream?.destroy();
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

export class Page {
  readonly #browser: Browser;
  readonly #session: string;
  /** URLs of all that was asked for. */
  readonly requests: string[] = [];

  constructor(browser: Browser, session: string) {
    this.#browser = browser;
    this.#session = session;
    browser.listen(({ method, params, sessionId }) => {
      if (sessionId === session && method === "Network.requestWillBeSent") this.requests.push((params as { request: { url: string } }).request.url);
    });
  }

  send(method: string, params: Parameters = {}): Promise<Parameters> {
    return this.#browser.send(method, params, this.#session);
  }

  async open(url: string): Promise<void> {
    const loaded = new Promise<void>((resolve) => {
      this.#browser.listen(({ method, sessionId }) => {
        if (sessionId === this.#session && method === "Page.loadEventFired") resolve();
      });
    });
    const { errorText } = await this.send("Page.navigate", { url });
    if (errorText) throw new Error(`${url}: ${errorText}`);
    await loaded;
  }

  /** What a function gives in the page; it may use nothing but its argument and what a page has. */
  async run<Argument, Result>(action: (argument: Argument) => Result | Promise<Result>, argument?: Argument): Promise<Result> {
    return this.evaluate(`(${action})(${JSON.stringify(argument)})`);
  }

  async evaluate<Result>(expression: string): Promise<Result> {
    const { result, exceptionDetails } = (await this.send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true })) as {
      result: { value: Result };
      exceptionDetails?: { exception?: { description?: string }; text: string };
    };
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  async emulate({ width = 1400, scheme = "light", media = "screen", scripts = true }: Surroundings): Promise<void> {
    await this.send("Emulation.setDeviceMetricsOverride", { width, height: 900, deviceScaleFactor: 1, mobile: false });
    await this.send("Emulation.setEmulatedMedia", { media, features: [{ name: "prefers-color-scheme", value: scheme }] });
    await this.send("Emulation.setScriptExecutionDisabled", { value: !scripts });
  }

  async press(key: "Tab" | "Enter"): Promise<void> {
    const code = key === "Tab" ? 9 : 13;
    const event = { key, code: key, windowsVirtualKeyCode: code, ...(key === "Enter" && { text: "\r" }) };
    await this.send("Input.dispatchKeyEvent", { type: "keyDown", ...event });
    await this.send("Input.dispatchKeyEvent", { type: "keyUp", ...event });
  }

  async screenshot(): Promise<Buffer> {
    const { data } = await this.send("Page.captureScreenshot", { captureBeyondViewport: true });
    return Buffer.from(data as string, "base64");
  }
}

interface Surroundings {
  readonly width?: number;
  readonly scheme?: "light" | "dark";
  readonly media?: "screen" | "print";
  readonly scripts?: boolean;
}
