/** Questions about a large policy, with the answers that its YAML gives when it is simply read. */
import { parse } from "yaml";
import { pick, randomFrom, sample } from "../support/random.mjs";
import { expect } from "./expect.mjs";

/**
 * @param files the policy's files, by path. It may list permissions, wildcards of one resource and inherit, and nothing else
 * @returns `{ roles, permission, expected }`, about half of them allowed, and the first one
 */
export function questionsAbout(files, count) {
  const { roles, permissions, holds } = read(files);
  const random = randomFrom(7);
  const names = [...roles.keys()];
  const questions = Array.from({ length: count }, (_, index) => {
    const asked = sample(random, names, 1 + Math.floor(random() * 3));
    const own = [...holds(asked[0])];
    const permission = index % 2 === 0 && own.length > 0 ? pick(random, own) : pick(random, permissions);
    return { roles: asked, permission, expected: asked.some((role) => holds(role).has(permission)) };
  });
  expect(questions[0].expected, "the first question is answered with yes");
  expect(
    questions.some(({ expected }) => !expected),
    "some question is answered with no",
  );
  return questions;
}

function read(files) {
  const documents = [...files.values()].map((text) => parse(text));
  const roles = new Map(documents.flatMap((document) => Object.entries(document.roles ?? {})));
  const actions = new Map(
    documents.flatMap(({ resources = {} }) =>
      Object.entries(resources).map(([resource, own]) => [resource, Object.keys(own.actions)]),
    ),
  );
  const every = (resource) => actions.get(resource).map((action) => `${resource}:${action}`);
  const known = new Map();
  const holds = (name) => {
    if (known.has(name)) return known.get(name);
    const { inherits = [], allow = [] } = roles.get(name);
    const listed = allow.flatMap((entry) => {
      expect(
        typeof entry === "string" && !entry.startsWith("*"),
        "a grant is a permission or a wildcard of a resource",
      );
      return entry.endsWith(":*") ? every(entry.slice(0, -2)) : [entry];
    });
    const held = new Set([...listed, ...inherits.flatMap((junior) => [...holds(junior)])]);
    known.set(name, held);
    return held;
  };
  return { roles, permissions: [...actions.keys()].flatMap(every), holds };
}
