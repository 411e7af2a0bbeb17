/** Room 4: all documents become one policy model, in which every name is a reference. */
import type { Document, Outcome, PolicyModel } from "../ir.js";
import { Conditions } from "./conditions/index.js";
import { declare } from "./declare.js";
import { Findings } from "../findings.js";
import { hasTooManyNames } from "./limits.js";
import { link } from "./link.js";
import { Names } from "./names.js";
import { Patterns } from "./patterns.js";
import { resolveReserved } from "./reserved.js";
import { resolveRoutes } from "./routes.js";

/** Resolves a policy. What cannot be resolved is reported and left out, so that it is reported once. */
export function resolve(name: string, documents: readonly Document[]): Outcome<PolicyModel> {
  const findings = new Findings();
  if (hasTooManyNames(documents, findings)) return resolveWithin(name, [], findings);
  return resolveWithin(name, documents, findings);
}

function resolveWithin(
  name: string,
  documents: readonly Document[],
  findings: Findings,
): Outcome<PolicyModel> {
  const names = new Names(findings);
  const declarations = declare(documents, names, findings);
  const patterns = new Patterns(names, findings);
  const conditions = new Conditions([...names.kinds.values()], findings);
  link(declarations, names, patterns, conditions, findings);
  conditions.name();
  const result: PolicyModel = {
    name,
    files: documents.map(({ file }) => file.source.path),
    kinds: [...names.kinds.values()],
    scopes: [...names.scopes.keys()],
    scopePlaces: names.scopePlaces,
    resources: [...names.resources.values()],
    roles: [...names.roles.values()],
    routes: resolveRoutes(documents, names, findings),
    reserved: resolveReserved(documents),
    careless: conditions.careless,
  };
  return { result, diagnostics: findings.all };
}
