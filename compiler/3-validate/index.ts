/** Room 3: parsed files become documents, for which the JSON Schema holds. */
import type { ValidateFunction } from "ajv";
import type { Diagnostic } from "../diagnostic.js";
import { Findings } from "../findings.js";
import type { Document, Fragment, Outcome, ParsedFile } from "../ir.js";
import { mostErrors } from "./limits.js";
import * as validators from "./validators.js";
import { violations } from "./violation.js";

/** The documents that files became, as long as they live. */
const known = new WeakMap<ParsedFile, Document>();

/** Checks every file against `schema/policy.schema.json`; a file with a finding has no result. */
export function validate(files: readonly ParsedFile[]): Outcome<readonly Document[]> {
  const findings = new Findings();
  const result = files.flatMap((file) => {
    const before = known.get(file);
    if (before !== undefined) return [before];
    const found = validateAgainst("policy", file);
    for (const finding of found) findings.keep(finding);
    if (found.length > 0) return [];
    const document = { file, fragment: file.data as Fragment };
    known.set(file, document);
    return [document];
  });
  return { result, diagnostics: findings.all };
}

/** Checks one file against one of the package's schemas. */
export function validateAgainst(
  schema: "policy" | "config" | "tests",
  file: ParsedFile,
): readonly Diagnostic[] {
  const check = validators[schema] as ValidateFunction;
  return check(file.data) ? [] : violations((check.errors ?? []).slice(0, mostErrors), file);
}
