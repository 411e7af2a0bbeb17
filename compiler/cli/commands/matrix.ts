import { Option } from "commander";
import type { MatrixOptions } from "../matrix/index.js";
import { examples, observed, type Register } from "./command.js";

export const registerMatrix: Register = (program, { session, done }) => {
  program
    .command("matrix")
    .description("print who may do what: the decision matrix")
    .argument("[policies...]", "the policies to print; all of them if none is named")
    .addOption(
      new Option("--format <format>", "a page for people, a record for each cell, or one document")
        .choices(["markdown", "csv", "json"])
        .default("markdown"),
    )
    .addHelpText("after", examples("rolebook matrix", "rolebook matrix modzy --format csv > modzy.csv"))
    .action(async (policies: string[], options: MatrixOptions) => {
      const { matrix } = await import("../matrix/index.js");
      done(await observed(session, {}, () => matrix(session, policies, options)));
    });
};
