/** What matters for the indent of code: texts, comments and brackets. */
const lexeme = /"(?:[^"\\]|\\.)*"|\/\/.*|\/\*|[[{(]|[\]})]/g;

const step = "  ";

/**
 * Code in which every line is indented by the brackets around it, those of one line together by one step; the lines themselves stay as
 * they are. Texts are in double quotes, and a comment of several lines ends with one.
 */
export function indented(code: string): string {
  /** For each open bracket the indent of what is in it. */
  const open: number[] = [];
  let isComment = false;
  const indents = [""];
  const indentOf = (steps: number): string => (indents[steps] ??= step.repeat(steps));
  const lines = code.split("\n").map((written) => {
    const line = written.trim();
    if (line === "") return "";
    let indent = open.at(-1) ?? 0;
    if (isComment) {
      isComment = !line.endsWith("*/");
      return `${indentOf(indent)} ${line}`;
    }
    let closed = 0;
    for (const { 0: part, index } of line.matchAll(lexeme)) {
      if (part === "/*") {
        isComment = !line.endsWith("*/");
        break;
      }
      if (part === "{" || part === "[" || part === "(") open.push(indent + 1);
      else if (part === "}" || part === "]" || part === ")") {
        const inside = open.pop() ?? 1;
        // A line that starts with closing brackets stands where the line with the opening ones does.
        if (index !== closed) continue;
        closed++;
        indent = inside - 1;
      }
    }
    return `${indentOf(line.startsWith("| ") ? indent + 1 : indent)}${line}`;
  });
  return lines.join("\n").trim();
}
