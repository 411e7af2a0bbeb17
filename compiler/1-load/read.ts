import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { largestFile } from "./limits.js";

/** What is at a path: the bytes of a regular file, or why there are none. */
export type Bytes = Uint8Array | "not a regular file" | "too large";

/** Never follow a link; never wait for the other end of a pipe. Both are 0 where a system has no such thing. */
const flags =
  constants.O_RDONLY |
  ((constants.O_NOFOLLOW as number | undefined) ?? 0) |
  ((constants.O_NONBLOCK as number | undefined) ?? 0);

/**
 * Reads a regular file. What counts is what was opened, not what stood at the path before; and no more is read than a file may
 * hold, though it grow meanwhile.
 * @throws what the file system throws
 */
export function readRegularFile(path: string): Bytes {
  let file: number;
  try {
    file = openSync(path, flags);
  } catch (error) {
    // A symbolic link (ELOOP, on some systems EMLINK), a socket or a device without a driver (ENXIO).
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ELOOP" || code === "EMLINK" || code === "ENXIO") return "not a regular file";
    throw error;
  }
  try {
    const entry = fstatSync(file);
    if (!entry.isFile()) return "not a regular file";
    if (entry.size > largestFile) return "too large";
    return readAll(file, entry.size);
  } finally {
    closeSync(file);
  }
}

function readAll(file: number, expected: number): Bytes {
  let bytes = new Uint8Array(expected + 1);
  let length = 0;
  for (;;) {
    const read = readSync(file, bytes, length, bytes.length - length, null);
    if (read === 0) return bytes.subarray(0, length);
    length += read;
    if (length > largestFile) return "too large";
    if (length === bytes.length) {
      const larger = new Uint8Array(Math.min(2 * length, largestFile + 1));
      larger.set(bytes);
      bytes = larger;
    }
  }
}
