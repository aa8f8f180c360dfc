import type { ChildProcess } from "node:child_process";
import type { Records } from "./dns.ts";

/** A process inside the world that does for the tests what only somebody inside can do. */
export interface Agent {
  /** What its name server knows from now on. */
  readonly publish: (records: Records) => Promise<void>;
  /** An HTTP request; status 0: no answer. */
  readonly get: (url: string, headers?: Readonly<Record<string, string>>) => Promise<Answer>;
  readonly connects: (host: string, port: number) => Promise<boolean>;
  /** What the database was asked so far. */
  readonly questions: () => Promise<string[]>;
}

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** What goes to the process, and what it is good for. */
export type Request =
  | { readonly do: "publish"; readonly records: Records }
  | { readonly do: "get"; readonly url: string; readonly headers: Readonly<Record<string, string>> }
  | { readonly do: "connect"; readonly host: string; readonly port: number }
  | { readonly do: "questions" };

export function agent(start: (command: readonly string[]) => ChildProcess): Agent {
  const child = start([process.execPath, new URL("inside.ts", import.meta.url).pathname]);
  const waiting = new Map<number, { readonly resolve: (result: never) => void; readonly reject: (reason: Error) => void }>();
  child.on("message", ({ id, result }: { id: number; result: never }) => {
    waiting.get(id)?.resolve(result);
    waiting.delete(id);
  });
  child.on("exit", (code) => {
    for (const { reject } of waiting.values()) reject(new Error(`the agent inside the world has ended with ${code}`));
  });
  let last = 0;
  const ask = <Result>(request: Request): Promise<Result> =>
    new Promise((resolve, reject) => {
      waiting.set(++last, { resolve, reject });
      child.send({ id: last, request });
    });
  return {
    publish: (records) => ask({ do: "publish", records }),
    get: (url, headers = {}) => ask({ do: "get", url, headers }),
    connects: (host, port) => ask({ do: "connect", host, port }),
    questions: () => ask({ do: "questions" }),
  };
}
