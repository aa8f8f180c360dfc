import { setTimeout as sleep } from "node:timers/promises";
import type { World } from "../world/world.ts";
import type { Container } from "./container.ts";

const PAUSE = 50;

/**
 * kubectl exec -it: types lines into a command on a terminal, each once the screen shows what comes before it, and gives the screen once it
 * shows the last of them.
 * @param dialogue expectation and line in turn; an expectation ends it
 * @param meanwhile done before the terminal is closed
 */
export async function typed(
  world: World,
  container: Container,
  command: readonly string[],
  dialogue: readonly (readonly [expected: RegExp, line?: string])[],
  meanwhile: () => void = () => undefined,
): Promise<string> {
  const words = container.entering(["env", "TERM=xterm", ...command]).map((word) => `'${word.replaceAll("'", "'\\''")}'`);
  const child = world.start(["script", "--quiet", "--command", words.join(" "), "/dev/null"]);
  let screen = "";
  child.stdout?.setEncoding("utf8").on("data", (text) => {
    screen += text;
  });
  let seen = 0;
  for (const [expected, line] of dialogue) {
    const end = Date.now() + 10_000;
    while (!expected.test(screen.slice(seen))) {
      if (Date.now() > end) throw new Error(`the terminal does not show ${expected}:\n${screen}`);
      await sleep(PAUSE);
    }
    seen = screen.length;
    if (line !== undefined) child.stdin?.write(`${line}\n`);
  }
  meanwhile();
  child.stdin?.end();
  child.kill();
  return screen;
}
