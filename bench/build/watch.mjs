/** From a save to what is written, while `build --watch` runs: what an editor's user waits for. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { clearTimeout, setTimeout } from "node:timers";
import { setTimeout as pause } from "node:timers/promises";
import { expect } from "./expect.mjs";
import { interleaved } from "./process.mjs";
import { build, withProject, writeSeeds } from "./project.mjs";
import { median } from "../support/statistics.mjs";

const what = "from a save to written, `build --watch` once warm, both seed policies";
const policies = ["dynamoai", "modzy"];
/** As long as people pause between saves, at least: the watcher has come to rest. In milliseconds. */
const between = 300;
const warmUp = 6;
const patience = 30_000;

/** Rows of saves that a running watch builds, and of the same saves with a process for each. */
export function watchRows({ rounds }) {
  return withProject(writeSeeds, async (root) => {
    const watched = await watchedTimes(root, warmUp + rounds);
    const medianNs = median(watched.slice(warmUp)) * 1e6;
    const sources = policies.map((policy) => sourceOf(root, policy));
    let saves = 0;
    const processes = interleaved(
      [
        {
          name: "Rolebook build",
          command: build(root),
          prepare: () => sources[++saves % policies.length].save(`process ${saves}`),
          check: () => sources[saves % policies.length].expectWritten(`process ${saves}`),
        },
      ],
      Math.ceil(rounds / 3),
    ).get("Rolebook build");
    return [
      { what, name: "Rolebook build --watch", medianNs, value: medianNs / 1e6, unit: "ms", target: 100 },
      {
        ...{ what, name: "Rolebook build, a process for each save", medianNs: processes.medianNs },
        ...{ ratio: processes.medianNs / medianNs, against: "Rolebook build --watch" },
      },
    ];
  });
}

/** Milliseconds from each save to the end of the build that it starts, the saves of the two policies in turns. */
async function watchedTimes(root, count) {
  const { file, args, cwd } = build(root, "--watch");
  const child = spawn(file, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
  const said = wordsOf(child);
  const ended = once(child, "exit");
  try {
    await said(/watching for changes/);
    await pause(between);
    const sources = policies.map((policy) => sourceOf(root, policy));
    const times = [];
    for (let save = 0; save < count; save++) {
      const source = sources[save % sources.length];
      const built = said(/^done in /m);
      const start = performance.now();
      source.save(`watch ${save}`);
      await built;
      times.push(performance.now() - start);
      source.expectWritten(`watch ${save}`);
      await pause(between);
    }
    return times;
  } finally {
    child.kill();
    await ended;
  }
}

/** A function that waits until the process says something, from then on. */
function wordsOf(child) {
  let text = "";
  let waiting;
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (more) => {
      text += more;
      waiting?.();
    });
  }
  return (words) =>
    new Promise((resolve, reject) => {
      text = "";
      const timer = setTimeout(() => reject(new Error(`it never said ${words}, but:\n${text}`)), patience);
      waiting = () => {
        if (!words.test(text)) return;
        clearTimeout(timer);
        waiting = undefined;
        resolve();
      };
    });
}

/** A policy whose roles are described anew with each save. */
function sourceOf(root, policy) {
  const path = join(root, "policies", policy, "roles.yaml");
  const text = readFileSync(path, "utf8");
  return {
    save: (words) => {
      const changed = text.replace(/^( +description: ).*$/m, `$1Described by ${words}.`);
      expect(changed !== text, "there is a description to change");
      writeFileSync(path, changed);
    },
    expectWritten: (words) => {
      const roles = readFileSync(join(root, "generated", policy, "roles.ts"), "utf8");
      expect(roles.includes(`Described by ${words}.`), "the change arrives");
    },
  };
}
