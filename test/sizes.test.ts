/**
 * Bytes that a browser loads, against the numbers in `sizes.json`: the same programs as the benchmark's. What became smaller on
 * purpose, or larger with a reason, is written there by `UPDATE_SIZES=1 npx vitest run test/sizes.test.ts`.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";

interface Size {
  readonly bytes: number;
  readonly gzipBytes: number;
}

const folder = resolve(import.meta.dirname, "../bench/sizes");
const load = async <T>(file: string): Promise<T> =>
  (await import(pathToFileURL(join(folder, file)).href)) as T;
const { entries, rolebookPrograms } = await load<{
  entries: () => Readonly<Record<string, string>>;
  rolebookPrograms: () => Readonly<Record<string, string>>;
}>("programs.mjs");
const { measure } = await load<{ measure: (text: string) => Promise<Size> }>("measure.mjs");

const stored = join(import.meta.dirname, "sizes.json");
const programs = Object.entries({ ...entries(), ...rolebookPrograms() });
const sizes = new Map<string, Size>();
for (const [name, text] of programs) {
  const { bytes, gzipBytes } = await measure(text);
  sizes.set(name, { bytes, gzipBytes });
}
if (process.env["UPDATE_SIZES"] === "1") {
  writeFileSync(stored, `${JSON.stringify(Object.fromEntries(sizes), null, 2)}\n`);
}
const limits = JSON.parse(readFileSync(stored, "utf8")) as Readonly<Record<string, Size>>;

test("the programs are those whose numbers are stored", () => {
  expect(Object.keys(limits)).toEqual([...sizes.keys()]);
});

test.each([...sizes])("%s is not larger than it was", (name, { bytes, gzipBytes }) => {
  const limit = limits[name];
  const hint = `${name}: ${bytes} bytes, ${gzipBytes} gzipped; stored are ${limit?.bytes} and ${limit?.gzipBytes}. If it should be so: UPDATE_SIZES=1 npx vitest run test/sizes.test.ts`;
  console.info(`${name}: ${bytes} bytes, ${gzipBytes} gzipped`);
  expect(bytes, hint).toBeLessThanOrEqual(limit?.bytes ?? 0);
  expect(gzipBytes, hint).toBeLessThanOrEqual(limit?.gzipBytes ?? 0);
});
