import { build, type BuildOptions } from "../build.js";
import { UsageError } from "../session.js";
import { examples, findingsFormatOption, maxWarningsOption, observed, type Register } from "./command.js";

const flags = { check: "--check", dryRun: "--dry-run", watch: "--watch" } as const;

export const registerBuild: Register = (program, { session, done }) => {
  program
    .command("build")
    .description("compile policies into generated TypeScript modules")
    .argument("[policies...]", "the policies to compile; all of them if none is named")
    .option("--check", "write nothing; show what is stale as a diff, and exit 1 if anything is")
    .option("--dry-run", "write nothing; say what would be written")
    .option("--watch", "build again whenever a source changes, until Ctrl-C")
    .addOption(findingsFormatOption())
    .addOption(maxWarningsOption())
    .option("--timings", "say on stderr where the time went")
    .addHelpText(
      "after",
      examples("rolebook build", "rolebook build --watch", "rolebook build modzy --check"),
    )
    .action(async (policies: string[], options: BuildOptions) => {
      const [one, other] = (["check", "dryRun", "watch"] as const).filter((name) => options[name] === true);
      if (one !== undefined && other !== undefined) {
        throw new UsageError(`\`${flags[one]}\` and \`${flags[other]}\` exclude each other`);
      }
      const { format } = options;
      // What is one document after another is none.
      if (options.watch === true && (format === "json" || format === "sarif")) {
        throw new UsageError(
          `\`--watch\` shows findings again and again, which is no ${format} document: use \`--format text\` or \`github\``,
        );
      }
      if (options.watch === true) {
        const { watch } = await import("../watch.js");
        done(await watch(session, policies, options));
      } else done(await observed(session, options, () => build(session, policies, options)));
    });
};
