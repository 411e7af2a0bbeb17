/** A build that changes nothing, and one after a small change: what a save or a hook waits for. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "./expect.mjs";
import { interleaved, run } from "./process.mjs";
import { build, emptyNode, generated, withProject, writeSeeds } from "./project.mjs";

const nothing = "a build that changes nothing, both seed policies";
const edited = "policies/dynamoai/roles.yaml";

/** Rows of `rolebook build` against an empty process. */
export function noopRows({ rounds }) {
  return withProject(writeSeeds, (root) => {
    const text = readFileSync(join(root, edited), "utf8");
    let edits = 0;
    run(build(root));
    const first = generated(root);
    const stamps = JSON.stringify(first);
    const found = interleaved(
      [
        { name: "empty node process", command: emptyNode(root) },
        {
          name: "Rolebook build",
          command: build(root),
          check: () => expect(JSON.stringify(generated(root)) === stamps, "nothing is written"),
        },
      ],
      rounds,
    );
    const changed = interleaved(
      [
        {
          name: "Rolebook build",
          command: build(root),
          // Each time another sentence, which must arrive in the output.
          prepare: () => writeFileSync(join(root, edited), withDescription(text, ++edits)),
          check: () => {
            const roles = readFileSync(join(root, "generated/dynamoai/roles.ts"), "utf8");
            expect(roles.includes(description(edits)), "the change arrives");
          },
        },
      ],
      Math.ceil(rounds / 3),
    );
    writeFileSync(join(root, edited), text);
    run(build(root));
    expect(generated(root).hash === first.hash, "changed back, it is as before");

    const empty = found.get("empty node process").medianNs;
    const row = (what, name, { medianNs }, more) => ({
      what,
      name,
      medianNs,
      ratio: medianNs / empty,
      against: "an empty node process",
      ...more,
    });
    return [
      row(nothing, "Rolebook build", found.get("Rolebook build"), { target: 3 }),
      row(nothing, "empty node process", found.get("empty node process")),
      row(
        "a build of both seed policies after one description changed",
        "Rolebook build",
        changed.get("Rolebook build"),
      ),
    ];
  });
}

function withDescription(text, number) {
  const changed = text.replace(/^( +description: ).*$/m, `$1${description(number)}`);
  expect(changed !== text, "there is a description to change");
  return changed;
}

function description(number) {
  return `Described for the ${number}th time.`;
}
