/** Checks that read attributes: a scope, a resource role and a condition, against the same written by hand. */
import { importWith } from "../support/compile.mjs";
import { interleave } from "../support/interleave.mjs";
import { pick, randomFrom, sample } from "../support/random.mjs";
import { row } from "../support/rows.mjs";
import { verify } from "../support/verify.mjs";
import * as byHand from "./policy.mjs";

const wanted = {
  what: "a check with a scope, a resource role and one condition, against the same written by hand",
  target: "at most 1.5 times",
  limit: { atMost: 1.5 },
};

export async function rows(options) {
  const set = questions(options.quick ? 512 : 4096);
  const { authorizer } = await importWith(byHand.source, program);
  const found = [];
  const [ownLoops, otherLoops] = [await import("./loops.mjs?rolebook"), await import("./loops.mjs?hand")];
  for (const [loop, detail] of [
    ["uncached", "uncached"],
    ["merged", "merged principal"],
  ]) {
    const contestants = [
      { name: "Rolebook", run: ownLoops[loop](authorizer, set) },
      { name: "written by hand", run: otherLoops[loop](byHand, set) },
    ];
    const [own, other] = contestants;
    const expected = set.permission.map((_, index) => other.run(index, index + 1) === 1);
    await verify([own], { expected }, (index) => JSON.stringify(questionOf(set, index)));
    const timed = await interleave(contestants, expected.length, options);
    const ratio = timed.get(own.name).medianNs / timed.get(other.name).medianNs;
    const common = { part: "attributes", detail };
    found.push(
      row({
        ...common,
        name: own.name,
        ...wanted,
        ...timed.get(own.name),
        ratio,
        against: "its time / by hand",
      }),
      row({
        ...common,
        name: other.name,
        what: wanted.what,
        ...timed.get(other.name),
        ratio: 1 / ratio,
        against: "its time / Rolebook",
      }),
    );
  }
  return found;
}

const program = `
  import { createAuthorizer } from "rolebook";
  import { policy } from "./policy.ts";
  export const authorizer = createAuthorizer(policy);
`;

/** Three principals in four have a team; one document in two is shared with who asks. */
function questions(length) {
  const random = randomFrom(9);
  const teams = ["red", "green", "blue"];
  const principals = Array.from({ length: 64 }, (_, index) => ({
    id: `user-${index % 16}`,
    roles: sample(random, byHand.roles, 1 + Math.floor(random() * 2)),
    ...(random() < 0.75 && { team: pick(random, teams) }),
  }));
  const set = { principals, who: new Uint8Array(length), permission: [], resource: [] };
  for (let index = 0; index < length; index++) {
    set.who[index] = Math.floor(random() * principals.length);
    set.permission.push(pick(random, byHand.permissions));
    set.resource.push({
      type: "document",
      id: `document-${index}`,
      owner: `user-${Math.floor(random() * 16)}`,
      team: pick(random, teams),
      status: pick(random, byHand.statuses),
      roles: random() < 0.5 ? [pick(random, byHand.resourceRoles)] : [],
    });
  }
  return set;
}

function questionOf({ principals, who, permission, resource }, index) {
  return { principal: principals[who[index]], permission: permission[index], resource: resource[index] };
}
