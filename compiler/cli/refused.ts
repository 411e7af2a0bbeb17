/** What the watcher may not read. Nothing tells when rights are given back, so it is tried again. */
import { accessSync, constants } from "node:fs";

/** How soon rights that were given back are noticed. In milliseconds. */
const pause = 500;

/** The path that an error is about, if it says that rights are missing. */
export function refusedPath(error: unknown): string | undefined {
  return isRefusal(error) && "path" in error ? String(error.path) : undefined;
}

/** Paths that are tried again and again. */
export class Refused {
  private readonly paths = new Set<string>();
  private readonly timer: NodeJS.Timeout;

  /** @param call called with each path that is refused no more. Until it is closed the process lives on, with nothing to watch too. */
  constructor(call: (path: string) => void) {
    this.timer = setInterval(() => {
      for (const path of [...this.paths].filter((one) => !isShut(one))) {
        this.paths.delete(path);
        call(path);
      }
    }, pause);
  }

  readonly add = (path: string): void => {
    this.paths.add(path);
  };

  readonly close = (): void => {
    clearInterval(this.timer);
  };
}

/** False for what is gone too: its parent folder is watched in its place. */
function isShut(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return false;
  } catch (error) {
    return isRefusal(error);
  }
}

function isRefusal(error: unknown): error is Error {
  return error instanceof Error && "code" in error && ["EACCES", "EPERM"].includes(String(error.code));
}
