import { get } from "node:http";
import { connect } from "node:net";
import type { Answer, Request } from "./agent.ts";
import { database } from "./database.ts";
import { nameServer } from "./dns.ts";
import { GATEWAY } from "./gateway.ts";

// Runs inside the world: name server, database, and a client of the pods. Its parent asks over the IPC channel, and its end is our end.

const names = nameServer(GATEWAY);
const questions = database(GATEWAY);

process.on("disconnect", () => process.exit());
process.on("message", async ({ id, request }: { id: number; request: Request }) => process.send?.({ id, result: (await handle(request)) ?? null }));

function handle(request: Request): unknown {
  if (request.do === "publish") return names.publish(request.records);
  if (request.do === "questions") return questions;
  if (request.do === "connect") return connects(request.host, request.port);
  return fetched(request.url, request.headers);
}

function fetched(url: string, headers: Readonly<Record<string, string>>): Promise<Answer> {
  return new Promise((resolve) => {
    const request = get(url, { headers }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text) => {
        body += text;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
    });
    request.on("error", ({ message }) => resolve({ status: 0, body: message }));
  });
}

function connects(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1000 });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.on("connect", () => end(true));
    for (const event of ["error", "timeout"]) socket.on(event, () => end(false));
  });
}
