import type { Findings } from "../../findings.js";
import type { Place, ReservedName } from "../../ir.js";
import { roleName, rolesOf } from "../../roles.js";
import type { Rule } from "./rule.js";

/** What has a name, and an id that data is stored under; both as they are reserved. */
interface Stored {
  readonly name: string;
  readonly id: string;
  readonly place: Place;
}

/**
 * Law: a retired name means nothing else, for stored data may still hold it. What is stored is the id: a name may stay with another
 * id, and its old one be reserved.
 */
export const reservedName: Rule = (model, findings) => {
  const permissions = model.resources.flatMap((resource) => resource.permissions);
  check("permission", permissions, model.reserved.permissions, findings);
  const roles = rolesOf(model).map((role) => {
    const type = role.resource === undefined ? "" : `${role.resource.name}#`;
    return { name: roleName(role), id: `${type}${role.id}`, place: role.place };
  });
  check("role", roles, model.reserved.roles, findings);
};

function check(
  what: string,
  used: readonly Stored[],
  reserved: readonly ReservedName[],
  findings: Findings,
): void {
  const places = new Map(reserved.map(({ name, place }) => [name, place]));
  for (const { name, id, place } of used) {
    const reservation = places.get(id);
    if (reservation === undefined) continue;
    const [message, other] =
      id === name
        ? [`the ${what} \`${name}\` has a name that is reserved`, "name"]
        : [`the ${what} \`${name}\` has the id \`${id}\`, which is reserved`, "id"];
    const help = `take another ${other}, or no longer reserve this one if nothing that is stored means the old ${what}`;
    findings.add("reserved-name", place, message, {
      help,
      others: [{ message: "reserved here", place: reservation }],
    });
  }
}
