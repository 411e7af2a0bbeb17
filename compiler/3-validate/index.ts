/** Room 3: parsed files become documents, for which the JSON Schema holds. */
import { createRequire } from "node:module";
import { Ajv2020, type AnySchemaObject, type ValidateFunction } from "ajv/dist/2020.js";
import type { Diagnostic } from "../diagnostic.js";
import type { Document, Fragment, Outcome, ParsedFile } from "../ir.js";
import { violations } from "./violation.js";

/** The schemas are part of the package and are found by its name, from its sources and from its build. */
const require = createRequire(import.meta.url);

const schemas = new Map<string, ValidateFunction>();

/** Checks every file against `schema/policy.schema.json`; a file with a finding has no result. */
export function validate(files: readonly ParsedFile[]): Outcome<readonly Document[]> {
  const diagnostics: Diagnostic[] = [];
  const result = files.flatMap((file) => {
    const found = validateAgainst("policy", file);
    diagnostics.push(...found);
    return found.length > 0 ? [] : [{ file, fragment: file.data as Fragment }];
  });
  return { result, diagnostics };
}

/** Checks one file against one of the package's schemas. */
export function validateAgainst(schema: "policy" | "config", file: ParsedFile): readonly Diagnostic[] {
  const check = validatorOf(schema);
  return check(file.data) ? [] : violations(check.errors ?? [], file);
}

function validatorOf(name: string): ValidateFunction {
  const known = schemas.get(name);
  if (known !== undefined) return known;
  const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true, verbose: true });
  const schema = require(`rolebook/schema/${name}.schema.json`) as AnySchemaObject;
  const compiled = ajv.compile(schema);
  schemas.set(name, compiled);
  return compiled;
}
