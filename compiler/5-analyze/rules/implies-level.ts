import type { Rule } from "./rule.js";

/** Law: `implies` stays within one level, because a type-level permission gives nothing on instances, and the reverse. */
export const impliesLevel: Rule = ({ resources }, findings) => {
  for (const permission of resources.flatMap(({ permissions }) => permissions)) {
    for (const { to, place } of permission.implies) {
      if (to.level === permission.level) continue;
      const on = (level: typeof to.level): string => (level === "type" ? "the type" : "an instance");
      const message = `\`${permission.name}\` is on ${on(permission.level)}, \`${to.name}\` on ${on(to.level)}`;
      findings.add("implies-level", place, message, { help: "grant both where both are meant" });
    }
  }
};
