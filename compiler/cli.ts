#!/usr/bin/env node
/** The `rolebook` command. Exit 0: clean; 1: findings; 2: usage, config, input or output; 70: a bug in rolebook. */
import { run } from "./cli/run.js";

// A reader that has seen enough (`rolebook build --check | head`) ends the run; that is nobody's mistake.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit();
  process.stderr.write(`error: the result cannot be written (${error.code ?? error.message})\n`);
  process.exit(2);
});

try {
  process.exitCode = await run(process.argv.slice(2), process.cwd(), process.stdout, process.stderr);
} catch (error) {
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(
    `rolebook: this is a bug in rolebook, not in your policy. Please report it.\n${trace}\n`,
  );
  process.exitCode = 70;
}
