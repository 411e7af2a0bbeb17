/** A yaml-language-server as a child process, asked as an editor asks it. Without the network. */
import { spawn, type ChildProcessByStdio } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { pathToFileURL } from "node:url";

/** A position in a document; both numbers start at 0. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Completion {
  readonly label: string;
  readonly documentation?: string | { readonly value: string };
  readonly textEdit?: { readonly newText: string };
}

export interface Problem {
  readonly message: string;
  readonly range: { readonly start: Position };
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** Everything else that an editor can set stays as it is. */
const settings: Readonly<Record<string, unknown>> = {
  yaml: {
    schemaStore: { enable: false },
    kubernetesCRDStore: { enable: false },
    validate: true,
    hover: true,
    completion: true,
  },
  http: {},
};

export class LanguageServer {
  private readonly root: string;
  private readonly process: ChildProcessByStdio<Writable, Readable, null>;
  private readonly answers = new Map<number, (message: Message) => void>();
  private readonly reports = new Map<string, (problems: readonly Problem[]) => void>();
  private received = Buffer.alloc(0);
  private asked = 0;

  private constructor(root: string) {
    this.root = root;
    const require = createRequire(import.meta.url);
    const folder = dirname(require.resolve("yaml-language-server/package.json"));
    const program = join(folder, "bin/yaml-language-server");
    this.process = spawn(process.execPath, [program, "--stdio"], {
      cwd: root,
      stdio: ["pipe", "pipe", "ignore"],
    });
    this.process.stdout.on("data", (bytes: Buffer) => {
      this.receive(bytes);
    });
  }

  /** A server for a folder, ready to be asked. */
  static async start(root: string): Promise<LanguageServer> {
    const server = new LanguageServer(root);
    const folder = { uri: pathToFileURL(root).href, name: "project" };
    await server.ask("initialize", {
      processId: process.pid,
      rootUri: folder.uri,
      workspaceFolders: [folder],
      capabilities: {
        workspace: { configuration: true, workspaceFolders: true },
        textDocument: {
          completion: { completionItem: { snippetSupport: true, documentationFormat: ["markdown"] } },
          hover: { contentFormat: ["markdown"] },
        },
      },
    });
    server.tell("initialized", {});
    return server;
  }

  /** Opens a file and waits for what the server has to say about it. */
  async open(path: string, text = readFileSync(join(this.root, path), "utf8")): Promise<readonly Problem[]> {
    const uri = this.uriOf(path);
    const problems = new Promise<readonly Problem[]>((resolve) => this.reports.set(uri, resolve));
    this.tell("textDocument/didOpen", { textDocument: { uri, languageId: "yaml", version: 1, text } });
    return problems;
  }

  /** What the server offers at a position. */
  async complete(path: string, position: Position): Promise<readonly Completion[]> {
    const result = await this.ask("textDocument/completion", {
      textDocument: { uri: this.uriOf(path) },
      position,
    });
    return (result as { readonly items: readonly Completion[] }).items;
  }

  /** What the server says when a pointer hovers over a position. */
  async hover(path: string, position: Position): Promise<string> {
    const result = await this.ask("textDocument/hover", {
      textDocument: { uri: this.uriOf(path) },
      position,
    });
    return (result as { readonly contents: { readonly value: string } } | null)?.contents.value ?? "";
  }

  /** Ends the server. */
  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.process.once("close", resolve));
    this.process.kill("SIGKILL");
    await ended;
  }

  private uriOf(path: string): string {
    return pathToFileURL(join(this.root, path)).href;
  }

  private async ask(method: string, params: unknown): Promise<unknown> {
    const id = ++this.asked;
    const answer = new Promise<Message>((resolve) => this.answers.set(id, resolve));
    this.send({ id, method, params });
    const { result, error } = await answer;
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result;
  }

  private tell(method: string, params: unknown): void {
    this.send({ method, params });
  }

  private send(message: Message): void {
    const body = Buffer.from(JSON.stringify({ jsonrpc: "2.0", ...message }));
    this.process.stdin.write(`Content-Length: ${String(body.length)}\r\n\r\n`);
    this.process.stdin.write(body);
  }

  private receive(bytes: Buffer): void {
    this.received = Buffer.concat([this.received, bytes]);
    for (;;) {
      const start = this.received.indexOf("\r\n\r\n") + 4;
      const length = /Content-Length: (\d+)/i.exec(this.received.toString("latin1", 0, start))?.[1];
      if (start < 4 || length === undefined || this.received.length < start + Number(length)) return;
      const body = this.received.toString("utf8", start, start + Number(length));
      this.received = this.received.subarray(start + Number(length));
      this.handle(JSON.parse(body) as Message);
    }
  }

  private handle({ id, method, params, result, error }: Message): void {
    if (method === undefined && id !== undefined) {
      this.answers.get(id)?.({ result, ...(error !== undefined && { error }) });
      this.answers.delete(id);
    } else if (method === "textDocument/publishDiagnostics") {
      const { uri, diagnostics } = params as { uri: string; diagnostics: readonly Problem[] };
      this.reports.get(uri)?.(diagnostics);
    } else if (method === "workspace/configuration" && id !== undefined) {
      const { items } = params as { readonly items: readonly { readonly section: string }[] };
      this.send({ id, result: items.map(({ section }) => settings[section] ?? {}) });
    } else if (id !== undefined) {
      this.send({ id, result: null });
    }
  }
}
