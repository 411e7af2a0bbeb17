/** Counts the bytes that a browser would load: bundled, minified and compressed. */
import { Buffer } from "node:buffer";
import { resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { bundle } from "../support/bundle.mjs";

export const root = resolve(import.meta.dirname, "../..");

/**
 * @param text a program
 * @param folder where its imports are resolved from
 * @returns its code, with `bytes` and, after gzip, `gzipBytes`
 */
export async function measure(text, folder = root) {
  const code = await bundle({
    text,
    folder,
    minify: true,
    platform: "browser",
    legalComments: "none",
    define: { "process.env.NODE_ENV": '"production"' },
  });
  return { code, bytes: Buffer.byteLength(code), gzipBytes: gzipSync(code, { level: 9 }).length };
}
