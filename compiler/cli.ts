#!/usr/bin/env node
/** The `rolebook` command. Exit 0: clean; 1: findings; 2: usage, config, input or output; 70: a bug in rolebook. */
import { run } from "./cli/run.js";

// A reader that has seen enough (`rolebook build --check | head`) ends the run; that is nobody's mistake.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
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
