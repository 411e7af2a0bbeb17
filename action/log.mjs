/** What goes to the log of the job. Lines that begin with `::` are commands to the runner, so text of others is never let through as it is. */
import { randomUUID } from "node:crypto";
import process from "node:process";

export function log(text) {
  process.stdout.write(text);
}

/** Text of others, folded; commands in it are not obeyed. */
export function group(title, text) {
  const mark = `rolebook-${randomUUID()}`;
  const ended = text === "" || text.endsWith("\n") ? text : `${text}\n`;
  log(`::group::${escaped(title)}\n::stop-commands::${mark}\n${ended}::${mark}::\n::endgroup::\n`);
}

/** The annotations in what `--format github` printed; anything else in it is only shown. */
export function passOn(title, text) {
  const lines = text.split("\n").filter((line) => line !== "");
  const isAnnotation = (line) => /^::(error|warning|notice) /.test(line);
  for (const line of lines.filter(isAnnotation)) log(`${line}\n`);
  const others = lines.filter((line) => !isAnnotation(line));
  if (others.length > 0) group(title, others.join("\n"));
}

/** @param level `error`, `warning` or `notice` @param about `{ title, message, file?, line? }` */
export function annotate(level, { title, message, file, line }) {
  const properties = Object.entries({ file, line, title })
    .filter(([, value]) => value !== undefined)
    .map(
      ([name, value]) => `${name}=${escaped(String(value)).replaceAll(":", "%3A").replaceAll(",", "%2C")}`,
    );
  log(`::${level} ${properties.join(",")}::${escaped(message)}\n`);
}

function escaped(text) {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
