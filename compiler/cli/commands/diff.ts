import { InvalidArgumentError, Option } from "commander";
import type { DiffOptions } from "../diff/index.js";
import { examples, observed, valueOf, type Register } from "./command.js";

const categories = ["WIDEN", "NARROW", "API", "STORED"] as const;

export const registerDiff: Register = (program, { session, done }) => {
  program
    .command("diff")
    .description("say what policies give and take, against what they were")
    .argument("[policies...]", "the policies to compare; all of them, here and there, if none is named")
    .addOption(
      new Option("--against <ref or folder>", "what to compare with: a git ref, or the folder of a project")
        .argParser(once)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option("--format <format>", "how the changes are shown")
        .choices(["text", "json", "markdown", "github"])
        .default("text"),
    )
    .addOption(
      new Option("--fail-on <categories>", "exit 1 on a change of one of these: WIDEN,NARROW,API,STORED")
        .argParser(categoriesOf)
        .default([], "none"),
    )
    .addHelpText(
      "after",
      examples(
        "rolebook diff --against origin/main",
        "rolebook diff modzy --against v1.4.0 --fail-on WIDEN,STORED",
        "rolebook diff --against ../released --format markdown > comment.md",
      ),
    )
    .action(async (policies: string[], options: DiffOptions) => {
      const { diff } = await import("../diff/index.js");
      done(await observed(session, {}, () => diff(session, policies, options)));
    });
};

/** One that is given twice would silently be the last. */
function once(text: string, before: string | undefined): string {
  if (before !== undefined) throw new InvalidArgumentError("It is given twice.");
  return valueOf(text);
}

/** Given twice, both count. */
function categoriesOf(text: string, before: DiffOptions["failOn"]): DiffOptions["failOn"] {
  const names = text.split(",").map((name) => name.trim());
  const found = categories.filter((category) => names.includes(category));
  const unknown = names.find((name) => !categories.some((category) => category === name));
  if (unknown === undefined) return [...new Set([...before, ...found])];
  throw new InvalidArgumentError(`\`${unknown}\` is none of ${categories.join(", ")}.`);
}
