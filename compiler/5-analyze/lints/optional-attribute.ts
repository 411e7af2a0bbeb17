import type { Lint } from "./lint.js";

/** An optional attribute whose value is asked for, and nothing beside it asks whether it is there. */
export const optionalAttribute: Lint = ({ model }, findings) => {
  for (const { name, place } of model.careless) {
    findings.add(
      "optional-attribute",
      place,
      `\`${name}\` is optional: where it is missing, this is unknown`,
      {
        help: `write \`has(${name}) && ...\` where that is meant, or \`!has(${name}) || ...\``,
      },
    );
  }
};
