import { Option } from "commander";
import type { TestOptions } from "../test/index.js";
import { examples, observed, valueOf, type Register } from "./command.js";

export const registerTest: Register = (program, { session, done }) => {
  program
    .command("test")
    .description("ask policies the questions of their tests, `*.test.yaml`, as an app would")
    .argument("[policies...]", "the policies to test; all of them if none is named")
    .option(
      "--filter <text>",
      "only tests with this in their name, or that match a /regular expression/",
      valueOf,
    )
    .addOption(
      new Option("--format <format>", "how the results are shown")
        .choices(["text", "json", "junit"])
        .default("text"),
    )
    .option("--coverage", "say what of the policies no test asks about")
    .option("--lcov <file>", "the same, and write it as LCOV", valueOf)
    .option(
      "--mutate",
      "change the policies in one place after another, and list the changes that no test notices",
    )
    .option("--timings", "say on stderr where the time went")
    .addHelpText(
      "after",
      examples(
        "rolebook test",
        'rolebook test modzy --filter "cancel"',
        "rolebook test --format junit > test-results.xml",
        "rolebook test --coverage --mutate",
      ),
    )
    .action(async (policies: string[], options: TestOptions) => {
      const { test } = await import("../test/index.js");
      done(await observed(session, options, () => test(session, policies, options)));
    });
};
