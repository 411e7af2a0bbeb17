import type { Place } from "../../ir.js";
import { rolesOf } from "../../roles.js";
import { written } from "../written.js";
import type { Lint } from "./lint.js";

/** Characters that reorder or hide what is around them. The joiners that scripts and emoji need are left out. */
const invisible = /(?![\n\t\u200c\u200d])[\p{Cc}\p{Cf}]/u;

/** Alphabets whose letters look like each other's. */
const alphabets = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /\p{Script=Armenian}/u];

/** A title that reads as something else than it is. */
export const confusableText: Lint = ({ model }, findings) => {
  const titled = [...rolesOf(model), ...model.resources];
  for (const { title, place } of titled) {
    if (title === undefined) continue;
    const mixed = title
      .split(/[^\p{L}\p{M}]+/u)
      .find((word) => alphabets.filter((alphabet) => alphabet.test(word)).length > 1);
    if (mixed !== undefined) {
      const message = `the word \`${mixed}\` mixes letters of several alphabets`;
      findings.add("confusable-text", titlePlace(place), message, { help: "type it again, in one alphabet" });
    } else if (invisible.test(title)) {
      const message = "this title has invisible characters that hide or reorder text";
      findings.add("confusable-text", titlePlace(place), message, { help: "type it again" });
    }
  }
};

/** Where the title stands, if it stands in the file that opens the thing first; else where the thing is opened. */
function titlePlace(place: Place): Place {
  const opened = written(place);
  return typeof opened === "object" && opened !== null && "title" in opened
    ? { file: place.file, container: opened, key: "title", part: "value" }
    : place;
}
