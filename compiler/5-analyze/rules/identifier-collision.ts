import type { Findings } from "../../findings.js";
import { identifier, typeIdentifier } from "../../identifier.js";
import type { Place } from "../../ir.js";
import { rivals } from "./rivals.js";
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
  const written = siblings.flatMap(({ name, place }) => (place === undefined ? [] : [{ name, place }]));
  for (const { first, later } of rivals(written, ({ name }) => identify(name))) {
    const message = `\`${later.name}\` and \`${first.name}\` both become \`${identify(later.name)}\` in the generated code`;
    findings.add("identifier-collision", later.place, message, {
      help: "rename one of them",
      other: first.place,
    });
  }
}
