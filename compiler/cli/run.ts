import { createRequire } from "node:module";
import { Command, CommanderError } from "commander";
import { createColors } from "picocolors";
import { Clock } from "./clock.js";
import { examples, refuseRepeats } from "./commands/command.js";
import { commands } from "./commands/index.js";
import { visibleLines } from "./visible.js";
import { UsageError, usageReport, type Session, type Stream } from "./session.js";

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
    await program.parseAsync(asked(program, args), { from: "user" });
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
    .addHelpText("after", examples("rolebook init", "rolebook build --check"))
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(visibleLines(text)),
    });
  for (const register of commands) register(program, { session, done });
  for (const one of program.commands) refuseRepeats(one);
  return program;
}

/** Help on a command that there is not is answered as the command itself would be. */
function asked({ commands: known }: Command, args: readonly string[]): string[] {
  const [word, name] = args;
  const isUnknown = name !== undefined && !name.startsWith("-") && !known.some((one) => one.name() === name);
  return word === "help" && isUnknown ? args.slice(1) : [...args];
}

/** https://no-color.org and the FORCE_COLOR convention, then whether it is a terminal. */
function wantsColor({ isTTY }: Stream): boolean {
  const { NO_COLOR, FORCE_COLOR } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== "") return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== "") return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  return isTTY === true;
}
