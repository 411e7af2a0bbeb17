#!/usr/bin/env node
/** The `rolebook` command. Exit 0: clean; 1: findings; 2: usage, config, input or output; 70: a bug in rolebook. */
import * as module from "node:module";

// From Node 22.1 on code that was compiled once is kept.
(module as { enableCompileCache?: () => unknown }).enableCompileCache?.();
const { run } = await import("./cli/run.js");
const { bugReport } = await import("./cli/session.js");

// A reader that has seen enough (`rolebook build --check | head`) ends the run; that is nobody's mistake.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit();
  process.stderr.write(`error: the result cannot be written (${error.code ?? error.message})\n`);
  process.exit(2);
});

try {
  process.exitCode = await run(process.argv.slice(2), process.cwd(), process.stdout, process.stderr);
} catch (error) {
  process.stderr.write(bugReport(error));
  process.exitCode = 70;
}
