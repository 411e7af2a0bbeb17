/** Conditions made to exhaust or to mislead the compiler end in a finding or compile, and soon. */
import { stringify } from "yaml";
import { describe, expect, test } from "vitest";
import { conditionsOf } from "../compiler/6-emit/table.js";
import { analyzeSources, sources, type Analyzed } from "./support/policy.js";

const attributes = {
  team: "string",
  size: "number",
  open: "boolean",
  tags: "list<string>",
  status: ["a", "b"],
};

/** A policy with a condition on one action. */
function analyzed(requires: string): Analyzed {
  const resources = {
    folder: { in: "folder", attributes, actions: { view: null } },
    doc: { in: "folder", attributes, actions: { view: { requires } } },
  };
  const policy = { resources, roles: { r: { allow: ["doc:view", "folder:view"] } } };
  return analyzeSources(sources([stringify(policy, { aliasDuplicateObjects: false })]));
}

/** As often as it fits into what a condition may have. */
function filled(part: string, between: string): string {
  return Array.from({ length: Math.floor(16_384 / (part.length + between.length)) }, () => part).join(
    between,
  );
}

const compiles: readonly string[] = [];
const numbers = (count: number): string => Array.from({ length: count }, (_, index) => String(index)).join();
const quantifiers = (count: number): string =>
  Array.from({ length: count }, (_, index) => `resource.tags.exists(x${String(index)}, `).join("") +
  `x0 == "a"${")".repeat(count)}`;

describe("a condition", () => {
  test.each<readonly [string, string, readonly string[]]>([
    ["of 16,384 characters", `resource.team == "${"a".repeat(16_384 - 19)}"`, compiles],
    ["of 16,385 characters", `resource.team == "${"a".repeat(16_385 - 19)}"`, ["too-large"]],
    ["of hundreds of `||`", filled('resource.team == "x"', "||"), ["too-large"]],
    ["of thousands of `||`", filled("resource.open", "||"), ["too-large"]],
    ["of 251 with `||`", Array.from({ length: 251 }, () => "resource.open").join("||"), compiles],
    ["of 252 with `||`", Array.from({ length: 252 }, () => "resource.open").join("||"), ["too-large"]],
    ["of a long sum", `${filled("resource.size", "+").slice(0, 16_000)} > 1`, ["too-large"]],
    [
      "of 200 literals",
      Array.from({ length: 200 }, () => "true").join("||"),
      Array.from({ length: 20 }, () => "constant-condition"),
    ],
    [
      "of 200 unknown names",
      Array.from({ length: 200 }, () => "a").join("||"),
      Array.from({ length: 20 }, () => "unknown-attribute"),
    ],
    ["with 10,000 parentheses open", "(".repeat(10_000), ["too-large"]],
    ["in 8,000 parentheses", `${"(".repeat(8_000)}true${")".repeat(8_000)}`, ["too-large"]],
    ["in 200 parentheses", `${"(".repeat(200)}true${")".repeat(200)}`, compiles],
    ["with 10,000 `!`", `${"!".repeat(10_000)}resource.open`, ["too-large"]],
    ["with 10,000 `-`", `${"-".repeat(10_000)}resource.size > 1`, ["too-large"]],
    ["with 90 `!`", `${"!".repeat(90)}resource.open`, compiles],
    ["in 16,000 quotes", '"'.repeat(16_000), ["condition-syntax"]],
    ["of 16,000 backslashes", `"${"\\".repeat(16_000)}" == resource.team`, compiles],
    ["with a choice in 90 choices", `${"resource.open ? true : ".repeat(90)}false`, compiles],
    ["90 containers up", `resource${".container".repeat(90)}.team == "a"`, compiles],
    ["1,000 containers up", `resource${".container".repeat(1_000)}.team == "a"`, ["too-large"]],
    ["with 3,000 indices", `resource.tags${"[0]".repeat(3_000)} == "a"`, ["too-large"]],
    ["with a list of 1,000", `resource.size in [${numbers(1_000)}]`, compiles],
    ["with a list of 3,000", `resource.size in [${numbers(3_000)}]`, ["too-large"]],
    ["with a call of 1,000", `size(${numbers(1_000)}) > 1`, ["too-large"]],
    ["with 40 quantifiers in each other", quantifiers(40), compiles],
    ["with 95 quantifiers in each other", quantifiers(95), ["too-large"]],
    ["with a number of 16,000 digits", `resource.size == ${"9".repeat(16_000)}`, ["condition-unsupported"]],
    [
      "with a hexadecimal number of 16,000 digits",
      `resource.size == 0x${"f".repeat(16_000)}`,
      ["condition-unsupported"],
    ],
    ["with a fraction of 16,000 digits", `resource.size == 0.${"9".repeat(16_000)}`, compiles],
    ["with 16,000 blanks", `resource.open${" ".repeat(16_000)}x`, ["condition-syntax"]],
    ["with NUL in a text", 'resource.team == "\0"', compiles],
    ["with NUL outside", "resource.open \0", ["condition-syntax"]],
    ["with control characters", 'resource.team == "\u0007\u001b[31m\u007f"', compiles],
    ["with half a character in a text", 'resource.team == "\ud800"', ["condition-unsupported"]],
    ["with half a character escaped", 'resource.team == "\\ud800"', ["condition-syntax"]],
    ["with half a character outside", "resource.open \udc00", ["condition-syntax"]],
    ["with a line separator", "resource.open\u2028", ["condition-syntax"]],
    ["with a comment", 'resource.team == // x == "y" (\n "a" // )', compiles],
    ["with a raw text", 'resource.team == r"\\d(" && resource.open', compiles],
    ["with a text of several lines", 'resource.team == """(a"b\nc""" && resource.open', compiles],
    [
      "with names of every object",
      "resource.__proto__ == principal.constructor",
      ["unknown-attribute", "unknown-attribute"],
    ],
    ["with a variable of such a name", 'resource.tags.exists(constructor, constructor == "a")', compiles],
    [
      "with a variable that is reserved",
      'resource.tags.exists(__proto__, __proto__ == "a")',
      ["condition-syntax"],
    ],
  ])("%s", (_, text, codes) => {
    const { diagnostics, policy } = analyzed(text);
    expect(diagnostics.map(({ code }) => code)).toEqual(codes);
    for (const { message, help = "" } of diagnostics) expect(`${message} ${help}`.length).toBeLessThan(400);
    if (policy !== undefined) expect(conditionsOf(policy)).toHaveLength(1);
  });

  test("on too many resource types is refused", () => {
    const types = Array.from({ length: 1_500 }, (_, index) => [
      `t${String(index)}`,
      { attributes, actions: { view: null } },
    ]);
    const allow = [
      {
        permissions: ["*:view"],
        when: `resource.team in [${Array.from({ length: 1_000 }, () => '"0123456789ab"').join()}]`,
      },
    ];
    const policy = { resources: Object.fromEntries(types) as unknown, roles: { r: { allow } } };
    const text = stringify(policy, { aliasDuplicateObjects: false });
    expect(analyzeSources(sources([text])).diagnostics.map(({ code }) => code)).toEqual(["too-large"]);
  });
});
