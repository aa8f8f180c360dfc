import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { root } from "./program.ts";

// The language server that VS Code, Neovim, Helix, Emacs and others start for YAML, spoken to as they do.

interface Position {
  readonly line: number;
  readonly character: number;
}

interface Diagnostic {
  readonly message: string;
  readonly range: { readonly start: Position };
}

export interface Completion {
  readonly label: string;
  readonly documentation?: string | { readonly value: string };
}

type Message = {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
};

const HEADER_END = "\r\n\r\n";
const program = fileURLToPath(import.meta.resolve("yaml-language-server/bin/yaml-language-server"));
/** No look-ups of schemas on the network. */
const settings = { yaml: { validate: true, hover: true, completion: true, schemaStore: { enable: false }, kubernetesCRDStore: { enable: false } } };

export class LanguageServer {
  readonly #process: ChildProcessWithoutNullStreams = spawn(process.execPath, [program, "--stdio"], { cwd: root });
  readonly #answers = new Map<number, (message: Message) => void>();
  readonly #published = new Map<string, (diagnostics: Diagnostic[]) => void>();
  #received: Buffer = Buffer.alloc(0);
  #id = 0;

  async start(): Promise<void> {
    this.#process.stdout.on("data", (chunk: Buffer) => this.#read(chunk));
    await this.#ask("initialize", {
      processId: null,
      rootUri: pathToFileURL(root).href,
      capabilities: {
        textDocument: { hover: { contentFormat: ["markdown"] }, completion: { completionItem: { documentationFormat: ["markdown"] } } },
        workspace: { configuration: true },
      },
    });
    this.#send({ method: "initialized", params: {} });
    this.#send({ method: "workspace/didChangeConfiguration", params: { settings } });
  }

  /** @returns what the editor would underline */
  open(path: string, text: string): Promise<Diagnostic[]> {
    const uri = pathToFileURL(path).href;
    const found = new Promise<Diagnostic[]>((resolve) => this.#published.set(uri, resolve));
    this.#send({ method: "textDocument/didOpen", params: { textDocument: { uri, languageId: "yaml", version: 1, text } } });
    return found;
  }

  async complete(path: string, position: Position): Promise<Completion[]> {
    const result = (await this.#ask("textDocument/completion", at(path, position))) as { items: Completion[] } | Completion[];
    return Array.isArray(result) ? result : result.items;
  }

  async hover(path: string, position: Position): Promise<string> {
    const result = (await this.#ask("textDocument/hover", at(path, position))) as { contents: { value: string } } | null;
    return result?.contents.value ?? "";
  }

  stop(): void {
    this.#process.kill();
  }

  async #ask(method: string, params: unknown): Promise<unknown> {
    const id = ++this.#id;
    const answer = new Promise<Message>((resolve) => this.#answers.set(id, resolve));
    this.#send({ id, method, params });
    const { result, error } = await answer;
    if (error) throw new Error(`${method}: ${error.message}`);
    return result;
  }

  #send(message: Message): void {
    const text = JSON.stringify({ jsonrpc: "2.0", ...message });
    this.#process.stdin.write(`Content-Length: ${Buffer.byteLength(text)}${HEADER_END}${text}`);
  }

  #read(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk]);
    for (;;) {
      const end = this.#received.indexOf(HEADER_END);
      if (end < 0) return;
      const length = Number(/Content-Length: (\d+)/i.exec(this.#received.subarray(0, end).toString())?.[1]);
      const start = end + HEADER_END.length;
      if (this.#received.length < start + length) return;
      this.#handle(JSON.parse(this.#received.subarray(start, start + length).toString()) as Message);
      this.#received = this.#received.subarray(start + length);
    }
  }

  #handle(message: Message): void {
    if (message.method === "textDocument/publishDiagnostics") {
      const { uri, diagnostics } = message.params as { uri: string; diagnostics: Diagnostic[] };
      this.#published.get(uri)?.(diagnostics);
    } else if (message.method !== undefined && message.id !== undefined) {
      // It asks for settings, section by section, and wants to register things: nothing more to say.
      const items = (message.params as { items?: { section?: string }[] } | undefined)?.items;
      this.#send({ id: message.id, result: items?.map(({ section }) => (section === "yaml" ? settings.yaml : {})) ?? null });
    } else if (message.id !== undefined) {
      this.#answers.get(message.id)?.(message);
    }
  }
}

const at = (path: string, position: Position) => ({ textDocument: { uri: pathToFileURL(path).href }, position });
