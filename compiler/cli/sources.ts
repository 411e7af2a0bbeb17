/** The files and folders that `build --watch` watches. */
import { basename } from "node:path";
import type { FSWatcher } from "chokidar";
import { isWithin } from "../config.js";
import { placesOf } from "./places.js";
import { Refused, refusedPath } from "./refused.js";
import type { Session } from "./session.js";
import { Settling, type News } from "./settling.js";
import type { Workshop } from "./workshop.js";

/** What helps against an error of the watcher, by its code. */
const cures: Readonly<Record<string, string>> = {
  ENOSPC: "; raise the system's limit, on Linux `fs.inotify.max_user_watches`",
  EMFILE: "; raise the limit of open files, `ulimit -n`, and on Linux `fs.inotify.max_user_instances`",
};

/** Watches the config, wherever it may come to stand, and the folders of the policies. */
export async function watchSources(session: Session, workshop: Workshop): Promise<Sources> {
  const { watch } = await import("chokidar");
  const places = (): readonly string[] => {
    const { configs, folders } = placesOf(session.cwd, workshop.project);
    return [...configs, ...folders];
  };
  const watcher = watch([], {
    ignoreInitial: true,
    followSymlinks: false,
    // What room 1 does not read; nothing that is generated is among what is left.
    ignored: (path, stats) =>
      (basename(path).startsWith(".") && !places().includes(path)) ||
      (stats?.isFile() === true && !/\.ya?ml$/i.test(path)),
  });
  const sources = new Sources(watcher, places, session);
  await sources.ready;
  return sources;
}

export class Sources {
  /** When all is watched that there is to watch. */
  readonly ready: Promise<void>;
  isClosed = false;
  private readonly watcher: FSWatcher;
  private readonly places: () => readonly string[];
  private readonly refused: Refused;
  private readonly complaints = new Set<string>();
  private watched: ReadonlySet<string> = new Set();
  private settling: Settling | undefined;

  /** @param places what is to be watched now */
  constructor(watcher: FSWatcher, places: () => readonly string[], session: Session) {
    this.watcher = watcher;
    this.places = places;
    this.refused = new Refused((path) => {
      watcher.unwatch(path).add(path);
      // Nobody has changed anything: what is said already is not said again.
      this.settling?.touch("nothing");
    });
    this.ready = new Promise((resolve) => {
      watcher.once("ready", resolve);
      watcher.on("error", (error) => {
        const path = refusedPath(error);
        // The build cannot read it either, and says so.
        if (path !== undefined) this.refused.add(path);
        else {
          this.complain(error, session);
          resolve();
        }
      });
    });
    this.follow();
  }

  /** Watches what is to be watched now. True if that is more than before. */
  follow(): boolean {
    const wanted = new Set(this.places());
    const more = [...wanted].filter((place) => !this.watched.has(place));
    this.watcher.unwatch([...this.watched].filter((place) => !wanted.has(place)));
    this.watched = wanted;
    if (more.length > 0) this.watcher.add(more);
    return more.length > 0;
  }

  /** Calls when something has changed and nothing more does, and once more later: then nothing was reported. */
  onChange(call: (news: News) => void): void {
    const settling = new Settling(call);
    this.settling = settling;
    this.watcher.on("all", (event, path) => {
      const isRemoval = event.startsWith("unlink");
      // The watcher lets go of what is gone, so it is to be watched anew when it comes back.
      if (isRemoval) this.watched = new Set([...this.watched].filter((one) => !isWithin(path, one)));
      settling.touch(isRemoval ? "removed" : "changed");
    });
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.settling?.close();
    this.refused.close();
    await this.watcher.close();
  }

  /** Says what keeps files from being watched, each reason once: most come for every file. */
  private complain(error: unknown, { stderr, colors }: Session): void {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    if (this.complaints.has(code)) return;
    this.complaints.add(code);
    const sentence = `some files cannot be watched (${code}), and changes of them go unnoticed`;
    stderr.write(`${colors.yellow("warn")}: ${sentence}${cures[code] ?? ""}\n`);
  }
}
