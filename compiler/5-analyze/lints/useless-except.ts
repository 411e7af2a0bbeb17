import { rolesOf } from "../../roles.js";
import type { Lint } from "./lint.js";

/** An exception that takes nothing looks like protection and is none. */
export const uselessExcept: Lint = ({ model }, findings) => {
  for (const place of rolesOf(model).flatMap(({ grants }) => grants.flatMap(({ idle }) => idle))) {
    findings.add("useless-except", place, "this exception takes nothing from its grant", {
      help: "correct it to what the grant gives, or remove it",
    });
  }
};
