/** What a command prints, beside what a page shows of it. */

/** A line that stands for any number of lines. */
const left = "…";

/** The same at every run: times become `0.1 s`. */
export function steady(output: string): string {
  return output
    .replaceAll(/\bin \d+(\.\d+)? s\b/g, "in 0.1 s")
    .replaceAll(/[ \t]+$/gm, "")
    .trim();
}

/** Whether an output is what a page shows; a line `…` there stands for any lines, also none. */
export function fits(shown: string, actual: string): boolean {
  const parts = `\n${steady(shown)}\n`.split(`\n${left}\n`).map((part) => part.trim());
  const pattern = parts
    .map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`))
    .join("\\n?[^]*");
  return new RegExp(`^${pattern}$`).test(actual.trim());
}

/** Whether a page leaves lines out. */
export function isPart(shown: string): boolean {
  return shown.split("\n").includes(left);
}
