/** Room 3: parsed files become documents, for which the JSON Schema holds. */
import { createRequire } from "node:module";
import { Ajv2020, type AnySchemaObject, type ValidateFunction } from "ajv/dist/2020.js";
import type { Diagnostic } from "../diagnostic.js";
import { Findings, mostFindings } from "../findings.js";
import type { Document, Fragment, Outcome, ParsedFile } from "../ir.js";
import { violations } from "./violation.js";

/** More errors of one file are not put into words: some only repeat others, and no more findings are kept. */
const mostErrors = 4 * mostFindings;

/** The schemas are part of the package and are found by its name, from its sources and from its build. */
const require = createRequire(import.meta.url);

const schemas = new Map<string, ValidateFunction>();

/** Checks every file against `schema/policy.schema.json`; a file with a finding has no result. */
export function validate(files: readonly ParsedFile[]): Outcome<readonly Document[]> {
  const findings = new Findings();
  const result = files.flatMap((file) => {
    const found = validateAgainst("policy", file);
    for (const finding of found) findings.keep(finding);
    return found.length > 0 ? [] : [{ file, fragment: file.data as Fragment }];
  });
  return { result, diagnostics: findings.all };
}

/** Checks one file against one of the package's schemas. */
export function validateAgainst(schema: "policy" | "config", file: ParsedFile): readonly Diagnostic[] {
  const check = validatorOf(schema);
  return check(file.data) ? [] : violations((check.errors ?? []).slice(0, mostErrors), file);
}

/**
 * Where one schema refers to another, ajv's code copies all errors so far for each new one, which is quadratic. Here they are
 * added, and no more of them than are put into words.
 */
function collecting(code: string): string {
  return code.replace(
    /vErrors\.concat\(([\w$.]+)\)/g,
    `($1.forEach((error) => vErrors.length < ${mostErrors} && vErrors.push(error)), vErrors)`,
  );
}

function validatorOf(name: string): ValidateFunction {
  const known = schemas.get(name);
  if (known !== undefined) return known;
  const ajv = new Ajv2020({
    allErrors: true,
    strict: true,
    allowUnionTypes: true,
    verbose: true,
    code: { process: collecting },
  });
  const schema = require(`rolebook/schema/${name}.schema.json`) as AnySchemaObject;
  const compiled = ajv.compile(schema);
  schemas.set(name, compiled);
  return compiled;
}
