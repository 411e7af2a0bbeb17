import { Option } from "commander";
import type { InitOptions } from "../init/index.js";
import { ciChoices, usual } from "../init/answers.js";
import { examples, valueOf, type Register } from "./command.js";

export const registerInit: Register = (program, { session, done }) => {
  program
    .command("init")
    .description(
      "make a project here: config, a small policy with tests, scripts; whatever stands there stays",
    )
    .option("--policy <name>", `the name of the first policy (usually \`${usual.policy}\`)`, valueOf)
    .option("--out <folder>", `where generated modules go (usually \`${usual.out}\`)`, valueOf)
    .addOption(
      new Option("--ci <choice>", "a workflow for GitHub Actions (usually `none`)").choices(ciChoices),
    )
    .option("--yes", "ask nothing; without a terminal nothing is asked anyway")
    .option("--dry-run", "write nothing; say what would be written")
    .addHelpText("after", examples("rolebook init", "rolebook init --yes --policy shop --out src/generated"))
    .action(async (options: InitOptions) => {
      const { init } = await import("../init/index.js");
      done(await init(session, options));
    });
};
