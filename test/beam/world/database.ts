import { createServer } from "node:net";
import { createInterface } from "node:readline";

const PORT = 5432;

/**
 * A database of versions of migrations, one a name, that speaks lines: "login name migrate 1", "login name versions". Gives the list of all
 * that was asked, which grows.
 */
export function database(address: string): string[] {
  const asked: string[] = [];
  const tables = new Map<string, Set<string>>();
  createServer((socket) => {
    socket.on("error", () => socket.destroy());
    createInterface({ input: socket }).on("line", (line) => {
      asked.push(line);
      socket.end(`${answer(tables, line.split(" "))}\n`);
    });
  }).listen(PORT, address);
  return asked;
}

function answer(tables: Map<string, Set<string>>, [, name = "", verb, version = ""]: readonly string[]): string {
  const table = tables.get(name);
  if (verb === "migrate") {
    tables.set(name, new Set([...(table ?? []), version]));
    return "ok";
  }
  return table ? `ok ${[...table].join(" ")}` : 'relation "schema_migrations" does not exist';
}
