/** On a terminal, what a long run is doing: one line that is written again and again, and removed at the end. */
import type { Session, Stream } from "./session.js";

/** A run that takes less than this long shows nothing, in milliseconds. */
const patience = 1_000;

/** Time between two versions of the line, in milliseconds. */
const pause = 80;

/** What is written to a terminal is not written into the line. */
const isOutput = new Set(["findings", "results"]);

/**
 * Shows what the clock is told of. It takes no signals, as spinners do, which would keep Ctrl-C from ending a room's work. Rooms do not wait for anything, so nothing turns while one is at work on a file: the line changes from one
 * step to the next.
 * @returns what removes the line
 */
export function showProgress({ stderr, clock, started }: Session): () => void {
  if (!isTerminal(stderr)) return () => undefined;
  let isShown = false;
  let shown = -Infinity;
  const remove = (): void => {
    if (!isShown) return;
    stderr.cursorTo(0);
    stderr.clearLine(1);
    isShown = false;
  };
  clock.onStep(({ name, policy, file, progress }) => {
    if (isOutput.has(name)) {
      remove();
      return;
    }
    const now = performance.now();
    if (now - started < patience || now - shown < pause) return;
    shown = now;
    remove();
    const words = [policy, name, file, progress].filter((word) => word !== undefined).join(" ");
    stderr.write(fitting(words, stderr.columns));
    isShown = true;
  });
  return remove;
}

/** A line that does not wrap. */
function fitting(words: string, columns: number): string {
  // Some terminals do not tell.
  const room = (columns > 0 ? columns : 80) - 1;
  return words.length <= room ? words : `${words.slice(0, room - 1)}…`;
}

function isTerminal(stream: Stream): stream is NodeJS.WriteStream {
  const { CI, TERM } = process.env;
  return stream.isTTY === true && "cursorTo" in stream && CI === undefined && TERM !== "dumb";
}
