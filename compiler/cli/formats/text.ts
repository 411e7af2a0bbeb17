import type { Diagnostic } from "../../diagnostic.js";
import { render } from "../render.js";
import type { Format } from "./format.js";

/** Nobody reads further, and a terminal keeps little more. */
const mostShown = 100;

/** For people: each finding with the line it is about, and at the end how many there are. */
export const text: Format = (diagnostics, surroundings) => {
  if (diagnostics.length === 0) return "";
  const shown = diagnostics.slice(0, mostShown);
  const rest = diagnostics.slice(mostShown);
  const parts = shown.map((finding) => `${render(finding, surroundings.root, surroundings)}\n`);
  if (rest.length > 0) parts.push(`… and ${rest.length} more (${count(rest)})\n`);
  return `${parts.join("")}${count(diagnostics)}\n`;
};

/** How many errors and warnings there are; what there is none of is not said. */
function count(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  return [counted(errors, "error"), counted(diagnostics.length - errors, "warning")]
    .filter((part) => part !== undefined)
    .join(", ");
}

function counted(number: number, noun: string): string | undefined {
  return number === 0 ? undefined : `${number} ${noun}${number === 1 ? "" : "s"}`;
}
