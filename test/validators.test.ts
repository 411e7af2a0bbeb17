/** The validators that are part of the sources are what ajv makes of the schemas. */
import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { validatorsText } from "./support/validators.js";

const path = "compiler/3-validate/validators.ts";

test("the committed validators are those of the schemas", () => {
  const expected = validatorsText();
  if (process.env["UPDATE_VALIDATORS"] !== undefined) writeFileSync(path, expected);
  // Not compared by `toBe`, which would show 3,000 lines.
  expect(readFileSync(path, "utf8") === expected, `${path} is stale: see its first lines`).toBe(true);
  expect(expected).toContain("vErrors.length < mostErrors");
  expect(expected).not.toContain("vErrors.concat");
});
