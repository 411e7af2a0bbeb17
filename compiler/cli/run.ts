import { createRequire } from "node:module";
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { createColors } from "picocolors";
import { build, type BuildOptions } from "./build.js";
import { Clock } from "./clock.js";
import { showProgress } from "./progress.js";
import { visibleLines } from "./visible.js";
import { formatNames, type ReportOptions } from "./report.js";
import { UsageError, usageReport, type Session, type Stream } from "./session.js";
import { validate } from "./validate.js";

const require = createRequire(import.meta.url);

/**
 * Runs the command line.
 * @param args without the program's name
 * @returns the exit code
 */
export async function run(
  args: readonly string[],
  cwd: string,
  stdout: Stream,
  stderr: Stream,
): Promise<number> {
  const colors = createColors(wantsColor(stderr));
  const started = performance.now();
  const session: Session = { cwd, stdout, stderr, colors, started, clock: Clock.ofProcess() };
  let exitCode = 0;
  const program = command(stdout, stderr, session, (code) => (exitCode = code));
  try {
    await program.parseAsync([...args], { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof UsageError) {
      stderr.write(usageReport(error, session));
      return 2;
    }
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
}

function command(
  stdout: Stream,
  stderr: Stream,
  session: Session,
  done: (exitCode: number) => void,
): Command {
  const { version } = require("rolebook/package.json") as { version: string };
  const program = new Command("rolebook")
    .description("Compiles permission policies, written as YAML, into typed TypeScript lookup tables.")
    .version(version)
    .exitOverride()
    .showHelpAfterError("(run with --help to see how)")
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(visibleLines(text)),
    });
  program
    .command("validate")
    .description("check policies without generating anything")
    .argument("[policies...]", "the policies to check; all of them if none is named")
    .addOption(formatOption())
    .addOption(maxWarningsOption())
    .option("--timings", "say on stderr where the time went")
    .addHelpText("after", "\nExample:\n  rolebook validate modzy\n")
    .action(async (policies: string[], options: ReportOptions) => {
      done(await observed(session, options, () => validate(session, policies, options)));
    });
  program
    .command("build")
    .description("compile policies into generated TypeScript modules")
    .argument("[policies...]", "the policies to compile; all of them if none is named")
    .option("--check", "write nothing; show what is stale as a diff, and exit 1 if anything is")
    .option("--dry-run", "write nothing; say what would be written")
    .option("--watch", "build again whenever a source changes, until Ctrl-C")
    .addOption(formatOption())
    .addOption(maxWarningsOption())
    .option("--timings", "say on stderr where the time went")
    .addHelpText(
      "after",
      "\nExamples:\n  rolebook build\n  rolebook build --watch\n  rolebook build modzy --check\n",
    )
    .action(async (policies: string[], options: BuildOptions) => {
      const [one, other] = (["check", "dryRun", "watch"] as const).filter((name) => options[name] === true);
      if (one !== undefined && other !== undefined) {
        throw new UsageError(`\`${flags[one]}\` and \`${flags[other]}\` exclude each other`);
      }
      if (options.watch === true) {
        const { watch } = await import("./watch.js");
        done(await watch(session, policies, options));
      } else done(await observed(session, options, () => build(session, policies, options)));
    });
  return program;
}

const flags = { check: "--check", dryRun: "--dry-run", watch: "--watch" } as const;

/** Runs a command, shows what it is doing, and says afterwards where the time went, if that is asked. */
async function observed(
  session: Session,
  { timings }: ReportOptions,
  command: () => Promise<number>,
): Promise<number> {
  const removeProgress = showProgress(session);
  try {
    return await command();
  } finally {
    removeProgress();
    if (timings === true) session.stderr.write(session.clock.table());
  }
}

function formatOption(): Option {
  return new Option("--format <format>", "how findings are shown; other than as text, on stdout")
    .choices(formatNames)
    .default("text");
}

function maxWarningsOption(): Option {
  return new Option("--max-warnings <n>", "exit 1 if there are more warnings than this").argParser((text) => {
    if (/^\d{1,15}$/.test(text)) return Number(text);
    throw new InvalidArgumentError("It is not a whole number.");
  });
}

/** https://no-color.org and the FORCE_COLOR convention, then whether it is a terminal. */
function wantsColor({ isTTY }: Stream): boolean {
  const { NO_COLOR, FORCE_COLOR } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== "") return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== "") return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  return isTTY === true;
}
