/** On a terminal, what a long run is doing: one line that is written again and again, and removed at the end. */
import type { Spinner } from "yocto-spinner";
import type { Session, Stream } from "./session.js";

/** A run that takes less than this long shows nothing, in milliseconds. */
const patience = 1_000;

/** Time between two versions of the line, in milliseconds. */
const pause = 80;

/** What is written to a terminal is not written into the line. */
const isOutput = new Set(["findings", "results"]);

/**
 * Shows what the clock is told of. Rooms do not wait for anything, so nothing turns while one is at work on a file: the line changes from one
 * step to the next.
 * @returns what removes the line
 */
export function showProgress({ stderr, clock, started }: Session): () => void {
  if (!isTerminal(stderr)) return () => undefined;
  let spinner: Spinner | undefined;
  let isLoading = false;
  let shown = -Infinity;
  clock.onStep(({ name, policy, file }) => {
    if (isOutput.has(name)) {
      spinner?.stop();
      return;
    }
    // What needs no compiler takes no second.
    if (!isLoading && name.startsWith("loading")) {
      isLoading = true;
      void import("yocto-spinner").then(({ default: make }) => {
        spinner = make({ stream: stderr });
      });
    }
    const now = performance.now();
    if (spinner === undefined || now - started < patience || now - shown < pause) return;
    shown = now;
    const words = [policy, name, file].filter((word) => word !== undefined).join(" ");
    if (spinner.isSpinning) spinner.text = fitting(words, stderr.columns);
    else spinner.start(fitting(words, stderr.columns));
  });
  return () => {
    spinner?.stop();
  };
}

/** A line that does not wrap. */
function fitting(words: string, columns: number): string {
  const room = Math.max(10, columns - 3);
  return words.length <= room ? words : `${words.slice(0, room - 1)}…`;
}

function isTerminal(stream: Stream): stream is NodeJS.WriteStream {
  const { CI, TERM } = process.env;
  return stream.isTTY === true && "cursorTo" in stream && CI === undefined && TERM !== "dumb";
}
