/** The two seed policies as Cerbos reads them, and its compiler. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import process from "node:process";
import { parse } from "yaml";

/** Its npm package starts a binary of another package; that binary is measured alone. */
export function cerbosBinary() {
  const { resolve } = createRequire(createRequire(import.meta.url).resolve("cerbos"));
  return resolve(`@cerbos/cerbos-${process.platform}-${process.arch}`);
}

/** Writes one of the two into a folder, a file per document. Tests stand apart: to run them is no part of a build. */
export function writeCerbosPolicy(name, folder) {
  const text = readFileSync(join(import.meta.dirname, `cerbos/${name}.yaml`), "utf8");
  for (const document of text.split("\n---\n")) {
    const path = /^# file: (.*)$/m.exec(document)?.[1];
    if (path === undefined) throw new Error("a document without the name of its file");
    const file = join(folder, path.startsWith("tests/") ? "" : "policies", path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, path.endsWith(".json") ? JSON.stringify(parse(document)) : document);
  }
}
