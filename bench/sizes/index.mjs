/** Bytes that a browser loads: the parts of Rolebook, and a whole program that asks DynamoAI one question, with each contestant. */
import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import process from "node:process";
import { row } from "../support/rows.mjs";
import { measure, root } from "./measure.mjs";
import { entries, otherPrograms, rolebookPrograms } from "./programs.mjs";

const entry = "`createAuthorizer` with everything of the design's section 4, minified and gzipped";
const entryTarget =
  "1,400 bytes or less, 1,000 for an entry with can, check and assert alone; filters, routes, provenance are other modules";
const wantedOf = {
  everything: { name: "createAuthorizer", what: entry, target: entryTarget, limit: 1400 },
  checker: { name: "createChecker", what: entry, target: entryTarget, limit: 1000 },
  can: { name: "createCan", what: entry, target: entryTarget, limit: 1000 },
  constants: {
    name: "ModelPermission",
    what: "DynamoAI's `model` constants imported alone",
    target: "200 bytes or less, gzipped",
    limit: 200,
  },
};
const part = "sizes";
const program = {
  what: "a whole browser program that asks DynamoAI one question",
  target: "smaller than with any peer",
};

export async function rows() {
  const found = [];
  for (const [id, text] of Object.entries(entries())) {
    const { name, what, target, limit } = wantedOf[id];
    const { bytes, gzipBytes } = await measure(text);
    found.push(
      row({
        part,
        name,
        what,
        target,
        bytes,
        gzipBytes,
        limit: { atMost: 1 },
        against: `its gzip bytes / ${limit}`,
        ratio: gzipBytes / limit,
      }),
    );
  }
  const own = await measureAll(rolebookPrograms(), root);
  const others = await measureAll(otherPrograms(), resolve(root, "bench"));
  const peers = others.filter(({ name }) => !name.startsWith("hand-written"));
  const smallest = peers.reduce((least, peer) => (peer.gzipBytes < least.gzipBytes ? peer : least));
  for (const one of own) {
    const ratio = one.gzipBytes / smallest.gzipBytes;
    found.push(
      row({
        part,
        ...one,
        ...program,
        limit: { below: 1 },
        against: `its gzip bytes / ${smallest.name}`,
        ratio,
      }),
    );
  }
  for (const one of others) {
    const ratio = one.gzipBytes / own[0].gzipBytes;
    found.push(row({ part, ...one, what: program.what, against: `its gzip bytes / ${own[0].name}`, ratio }));
  }
  return found;
}

/** Measures programs, and runs each: all of them must say yes. */
async function measureAll(programs, folder) {
  const measured = [];
  for (const [name, text] of Object.entries(programs)) {
    const { code, bytes, gzipBytes } = await measure(text, folder);
    const said = execFileSync(process.execPath, ["--input-type=module"], { input: code, encoding: "utf8" });
    if (said.trim() !== "true")
      throw new Error(`the program of ${name} says ${said.trim()} and should say true`);
    measured.push({ name, bytes, gzipBytes });
  }
  return measured;
}
