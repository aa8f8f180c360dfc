import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { firstLine, type World } from "../world/world.ts";
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
  const child = world.start(["bash", "-c", 'echo $$ >&3; exec script --quiet --command "$1" /dev/null 3>&-', "terminal", words.join(" ")]);
  const pid = await firstLine(child, child.stdio[3] as Readable);
  let screen = "";
  child.stdout?.setEncoding("utf8").on("data", (text) => {
    screen += text;
  });
  let seen = 0;
  for (const [expected, line] of dialogue) {
    const end = Date.now() + 20_000;
    while (!expected.test(screen.slice(seen))) {
      if (Date.now() > end) throw new Error(`the terminal does not show ${expected}:\n${screen}`);
      await sleep(PAUSE);
    }
    seen = screen.length;
    if (line !== undefined) child.stdin?.write(`${line}\n`);
  }
  meanwhile();
  // The terminal is gone at once, as when a connection breaks.
  world.output(["bash", "-c", 'kill -s KILL "$1"', "hang-up", pid]);
  return screen;
}
