import { UsageError } from "../session.js";

/** A test of names: whether they hold a text, whatever its case, or match what stands between slashes. */
export function filterOf(written: string | undefined): (name: string) => boolean {
  if (written === undefined) return () => true;
  if (written === "") throw new UsageError("`--filter` needs a text: every name has an empty one in it");
  const [, source, flags = ""] = /^\/(.+)\/([a-z]*)$/s.exec(written) ?? [];
  if (source === undefined) {
    const wanted = written.toLowerCase();
    return (name) => name.toLowerCase().includes(wanted);
  }
  try {
    const pattern = new RegExp(source, flags.replace(/[gy]/g, ""));
    return (name) => pattern.test(name);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`\`--filter\` is not a regular expression: ${why}`);
  }
}
