/** What a git repository holds, read with the `git` program: nothing is checked out, nothing is written, nothing is fetched. */
import { spawnSync } from "node:child_process";
import { UsageError } from "../session.js";

/** A file of a commit. */
export interface GitEntry {
  /** Relative to the folder that was asked about, with `/` between folders. */
  readonly path: string;
  readonly hash: string;
  readonly size: number;
  readonly isLink: boolean;
}

/** Many times what all policies of a project hold. */
const mostBytes = 256 * 1024 * 1024;

const environment = {
  GIT_OPTIONAL_LOCKS: "0",
  GIT_TERMINAL_PROMPT: "0",
  GIT_NO_LAZY_FETCH: "1",
  GIT_LITERAL_PATHSPECS: "1",
  GIT_NO_REPLACE_OBJECTS: "1",
  LC_ALL: "C",
  // What a hook sets: the repository is the one that the folder is in.
  GIT_DIR: undefined,
  GIT_WORK_TREE: undefined,
  GIT_INDEX_FILE: undefined,
  GIT_PREFIX: undefined,
};

/** Asks git about a folder. */
export class Git {
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Why git knows nothing of the folder, or undefined if it does. */
  problem(): string | undefined {
    const { status, stderr, isMissing } = this.run(["rev-parse", "--git-dir"]);
    if (isMissing) return "there is no program `git`";
    if (status === 0) return undefined;
    const [said = ""] = stderr.replace(/^fatal: /, "").split("\n");
    return said.startsWith("not a git repository") ? "this is not a git repository" : `git says: ${said}`;
  }

  /** The commit that a ref means, as its hash; undefined if there is none. @throws UsageError if it means several */
  commitOf(ref: string): string | undefined {
    // No ref begins so, and an option would.
    if (ref.startsWith("-") || ref.includes("\0")) return undefined;
    const wanted = ["rev-parse", "--verify", "--end-of-options", `${ref}^{commit}`];
    const { stdout, stderr } = this.run(["-c", "core.warnAmbiguousRefs=true", ...wanted]);
    if (/^warning: refname .* is ambiguous/m.test(stderr)) {
      const help = `write the full name, such as \`refs/heads/${ref}\` or \`refs/tags/${ref}\``;
      throw new UsageError(`\`${ref}\` is the name of several refs; ${help}`);
    }
    const found = stdout.toString("utf8").trim();
    return /^[0-9a-f]{40,64}$/.test(found) ? found : undefined;
  }

  /**
   * The files of a commit at some paths, each relative to the folder; all of the folder's if no path is given.
   * @throws UsageError for what cannot be read: to pass over a file would be to pass over what it grants
   */
  entries(commit: string, paths: readonly string[]): readonly GitEntry[] {
    const { stdout } = this.must(["ls-tree", "-r", "-l", "-z", commit, "--", ...paths]);
    return stdout
      .toString("utf8")
      .split("\0")
      .flatMap((line) => {
        const [, mode, type, hash, size = "", path] =
          /^(\d+) (\w+) ([0-9a-f]+) +(\S+)\t(.*)$/s.exec(line) ?? [];
        if (mode === undefined || hash === undefined || path === undefined) return [];
        if (type !== "blob")
          throw new UsageError(`\`${path}\` is a submodule in that commit, and is not read`);
        if (!/^\d+$/.test(size)) throw new UsageError(`git has lost what \`${path}\` was in that commit`);
        return [{ path, hash, size: Number(size), isLink: mode === "120000" }];
      });
  }

  /** The bytes of files, by hash. @throws UsageError if they are too many */
  contents(entries: readonly GitEntry[]): ReadonlyMap<string, Uint8Array> {
    const hashes = [...new Set(entries.map(({ hash }) => hash))];
    const found = new Map<string, Uint8Array>();
    if (hashes.length === 0) return found;
    const bytes = entries.reduce((sum, { size }) => sum + size, 0);
    if (bytes > mostBytes) throw new UsageError("the policies of that commit are too large to be read");
    const { stdout } = this.must(["cat-file", "--batch"], `${hashes.join("\n")}\n`);
    let at = 0;
    while (at < stdout.length) {
      const end = stdout.indexOf("\n", at);
      const [hash = "", , size] = stdout.toString("latin1", at, end).split(" ");
      if (size === undefined) throw new UsageError(`git has lost the object ${hash}`);
      found.set(hash, stdout.subarray(end + 1, end + 1 + Number(size)));
      at = end + 1 + Number(size) + 1;
    }
    return found;
  }

  private must(args: readonly string[], input?: string): ReturnType<Git["run"]> {
    const result = this.run(args, input);
    if (result.status !== 0) throw new UsageError(`git failed: ${result.stderr.trim()}`);
    return result;
  }

  private run(
    args: readonly string[],
    input = "",
  ): {
    readonly status: number | null;
    readonly stdout: Buffer;
    readonly stderr: string;
    readonly isMissing: boolean;
  } {
    const common = ["--no-pager", "-c", "protocol.allow=never"];
    const { status, stdout, stderr, error } = spawnSync("git", [...common, ...args], {
      cwd: this.folder,
      env: { ...process.env, ...environment },
      input,
      maxBuffer: 2 * mostBytes,
      windowsHide: true,
    });
    if (error === undefined) return { status, stdout, stderr: stderr.toString("utf8"), isMissing: false };
    const isMissing = "code" in error && error.code === "ENOENT";
    return { status, stdout: Buffer.alloc(0), stderr: error.message, isMissing };
  }
}
