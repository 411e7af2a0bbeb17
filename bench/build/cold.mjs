/** A build of both seed policies from nothing, beside the compilers that people know. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import process from "node:process";
import { stringify } from "yaml";
import { cerbosBinary, writeCerbosPolicy } from "./cerbos.mjs";
import { expect } from "./expect.mjs";
import { openApi, pathCount } from "./openapi.mjs";
import { interleaved, run } from "./process.mjs";
import { build, clean, generated, withProject, writeSeeds } from "./project.mjs";

const seed = 5;

/** Rows of a whole build against `openapi-typescript`, and `cerbos compile` beside them. */
export function coldRows({ rounds }) {
  return withProject(writeSeeds, (root) => {
    const specification = join(root, "peers/openapi.yaml");
    const types = join(root, "peers/openapi.ts");
    const cerbos = join(root, "peers/cerbos");
    mkdirSync(dirname(specification));
    writeFileSync(specification, stringify(openApi(seed)));
    for (const name of ["dynamoai", "modzy"]) writeCerbosPolicy(name, cerbos);
    const compile = (...args) => ({
      file: cerbosBinary(),
      args: ["compile", ...args, join(cerbos, "policies")],
      cwd: root,
    });
    // That they say the same is asked once, by tests that are no part of a build.
    expect(
      /49 tests executed \[49 OK\]/.test(run(compile(`--tests=${join(cerbos, "tests")}`)).stdout),
      "Cerbos agrees",
    );
    run(build(root));
    const { hash } = generated(root);

    const found = interleaved(
      [
        {
          name: "openapi-typescript",
          command: {
            file: process.execPath,
            args: [openApiProgram(), specification, "--output", types],
            cwd: root,
            env: { REDOCLY_TELEMETRY: "off" },
          },
          prepare: () => rmSync(types, { force: true }),
          check: () => expect(pathsIn(readFileSync(types, "utf8")) === pathCount, "each path has its types"),
        },
        {
          name: "Rolebook build",
          command: build(root),
          prepare: () => clean(root),
          check: () => expect(generated(root).hash === hash, "the same bytes each time"),
        },
        {
          name: "cerbos compile",
          command: { ...compile("--skip-tests"), env: { CERBOS_NO_TELEMETRY: "1" } },
        },
      ],
      rounds,
    );
    const reference = found.get("openapi-typescript").medianNs;
    const details = {
      "Rolebook build": { detail: "nothing there before", target: "faster", limit: { below: 1 } },
      "openapi-typescript": { detail: `a seeded specification of ${pathCount} paths` },
      "cerbos compile": { detail: "like policies, checked; it writes nothing" },
    };
    return Object.entries(details).map(([name, more]) => {
      const { medianNs } = found.get(name);
      const what = "a full build of both seed policies, cold, whole process";
      return { what, name, medianNs, ratio: medianNs / reference, against: "openapi-typescript", ...more };
    });
  });
}

function openApiProgram() {
  const { resolve } = createRequire(import.meta.url);
  return join(dirname(resolve("openapi-typescript/package.json")), "bin/cli.js");
}

function pathsIn(types) {
  return types.match(/^ {4}"\/[^"]*": \{$/gm)?.length ?? 0;
}
