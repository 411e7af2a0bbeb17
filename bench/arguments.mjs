/** What was asked for on the command line. */
import { parseArgs } from "node:util";

/** Every part that a run may be limited to, in the order of the report, with what it is about. */
export const parts = {
  merged: "a principal merged once, then a check of a permission",
  uncached: "a check that starts from the names of the roles",
  attributes: "a check with a scope, a resource role and a condition",
  sizes: "bytes that a browser loads",
  cold: "import and first answer of a large table",
  conditions: "generated conditions",
  mistakes: "validating a policy full of mistakes",
  types: "what the types cost a type checker",
  build: "what a build costs",
};

export const help = `Measures Rolebook beside its peers and beside what one writes by hand.

npm run bench -- [options]

  --only PART    measure this part alone; may be given several times
  --quick        short rounds: to see that everything works, not for figures
  --json FILE    write the figures to FILE as {"rows": [...]}
  --write        write the figures of docs/benchmarks.md, its chart and the ratios of README.md; not with --only or --quick
  --help         this text

Parts:
${Object.entries(parts)
  .map(([name, about]) => `  ${name.padEnd(13)}  ${about}`)
  .join("\n")}
`;

const options = {
  only: { type: "string", multiple: true, default: [] },
  quick: { type: "boolean", default: false },
  json: { type: "string" },
  write: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
};

/**
 * @param args the words of the command line
 * @returns `{ wrong }`, a sentence, or `{ options }` with `parts`, the names of what to measure
 */
export function readArguments(args) {
  let values;
  try {
    ({ values } = parseArgs({ args, options, allowPositionals: false }));
  } catch (error) {
    return { wrong: error.message };
  }
  const unknown = values.only.find((name) => !Object.hasOwn(parts, name));
  if (unknown !== undefined)
    return { wrong: `there is no part \`${unknown}\`: ${Object.keys(parts).join(", ")}` };
  if (values.json === "") return { wrong: "--json needs the name of a file" };
  if (values.write && (values.quick || values.only.length > 0)) {
    return { wrong: "--write needs a whole run: leave out --only and --quick" };
  }
  const { only, quick, json, write, help: isHelp } = values;
  const chosen = Object.keys(parts).filter((name) => only.length === 0 || only.includes(name));
  return { options: { parts: chosen, quick, json, write, help: isHelp } };
}
