import type { ReportOptions } from "../report.js";
import { validate } from "../validate.js";
import { examples, findingsFormatOption, maxWarningsOption, observed, type Register } from "./command.js";

export const registerValidate: Register = (program, { session, done }) => {
  program
    .command("validate")
    .description("check policies without generating anything")
    .argument("[policies...]", "the policies to check; all of them if none is named")
    .addOption(findingsFormatOption())
    .addOption(maxWarningsOption())
    .option("--timings", "say on stderr where the time went")
    .addHelpText("after", examples("rolebook validate modzy"))
    .action(async (policies: string[], options: ReportOptions) => {
      done(await observed(session, options, () => validate(session, policies, options)));
    });
};
