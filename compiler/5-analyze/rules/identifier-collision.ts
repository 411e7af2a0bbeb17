import type { Findings } from "../../findings.js";
import { identifier, typeIdentifier } from "../../identifier.js";
import type { Place } from "../../ir.js";
import type { Rule } from "./rule.js";

interface Named {
  readonly name: string;
  readonly place: Place | undefined;
}

/** Law: names that stand side by side in the generated code have identifiers of their own. */
export const identifierCollision: Rule = ({ kinds, resources, roles }, findings) => {
  check(kinds, typeIdentifier, findings);
  check(resources, typeIdentifier, findings);
  check(roles, identifier, findings);
  for (const resource of resources) {
    check(
      resource.permissions.map(({ action, place }) => ({ name: action, place })),
      identifier,
      findings,
    );
    check(resource.roles, identifier, findings);
  }
};

function check(siblings: readonly Named[], identify: (name: string) => string, findings: Findings): void {
  const first = new Map<string, Named>();
  for (const named of siblings) {
    const id = identify(named.name);
    const earlier = first.get(id);
    if (earlier === undefined) {
      first.set(id, named);
      continue;
    }
    if (named.place === undefined || earlier.place === undefined) continue;
    const message = `\`${named.name}\` and \`${earlier.name}\` both become \`${id}\` in the generated code`;
    findings.add("identifier-collision", named.place, message, {
      help: "rename one of them",
      other: earlier.place,
    });
  }
}
