import type { Rule } from "./rule.js";

/** Law: a default role is a role held everywhere, and one that its kind may hold. */
export const defaultRoles: Rule = ({ kinds }, findings) => {
  for (const kind of kinds) {
    for (const { to: role, place } of kind.defaultRoles) {
      if (role.resource !== undefined) {
        const message = `\`${role.resource.name}#${role.name}\` is held on one resource, so it cannot be a default role`;
        const help = `make a role that inherits it, and name that role here`;
        findings.add("wrong-role-level", place, message, { help });
      } else if (role.heldBy !== undefined && !role.heldBy.includes(kind)) {
        const message = `\`${role.name}\` may not be held by \`${kind.name}\``;
        const help = `add \`${kind.name}\` to its \`heldBy\`, or remove the default role`;
        findings.add("default-role-not-held", place, message, { help });
      }
    }
  }
};
