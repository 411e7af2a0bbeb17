/** What stands in `rolebook.yaml`, checked. */
import { relative, resolve, sep } from "node:path";
import { isWithin } from "./1-load/index.js";
import { parseFile } from "./2-parse/index.js";
import { validateAgainst } from "./3-validate/index.js";
import { diagnostic, type Diagnostic } from "./diagnostic.js";
import type { Outcome, SourceFile } from "./ir.js";
import type { Rules } from "./levels.js";

/** Where one policy stands and where its generated modules go, relative to the root. */
export interface PolicyConfig {
  readonly source: string;
  readonly out: string;
}

/** Which policies a project has, by name. */
export interface Config {
  readonly policies: Readonly<Record<string, PolicyConfig>>;
  /** The levels of lints, where they are not the default ones. */
  readonly rules?: Rules | undefined;
  readonly coverage?: Thresholds | undefined;
}

/** How much of a policy its tests must ask about, in percent; what is left out may be anything. */
export type Thresholds = Readonly<
  Partial<Record<"cells" | "grants" | "conditions" | "resourceRoles" | "assigns" | "mutation", number>>
>;

/** What a config says. */
export function readConfig(root: string, source: SourceFile): Outcome<Config | undefined> {
  const fail = (...diagnostics: readonly Diagnostic[]): Outcome<undefined> => ({
    result: undefined,
    diagnostics: diagnostics.map((finding) => ({ ...finding, code: "config-invalid" })),
  });
  const { result: file, diagnostics } = parseFile(source);
  if (file === undefined || diagnostics.length > 0) return fail(...diagnostics);
  const violations = validateAgainst("config", file);
  if (violations.length > 0) return fail(...violations);

  const { policies, rules, coverage } = file.data as Config;
  const findings: Diagnostic[] = [];
  const outs = new Map<string, string>();
  const result: Record<string, PolicyConfig> = {};
  for (const [name, written] of Object.entries(policies)) {
    const at = (key: keyof PolicyConfig): Diagnostic["span"] =>
      file.locate({ container: written, key, part: "value" });
    if (normal(root, written.source) === undefined) {
      findings.push(diagnostic("config-invalid", at("source"), "a policy is a folder inside the project"));
    }
    const out = normal(root, written.out);
    if (out === undefined || out === ".") {
      findings.push(
        diagnostic("config-invalid", at("out"), "generated modules go to a folder inside the project"),
      );
      continue;
    }
    const other = outs.get(out);
    if (other !== undefined) {
      findings.push(
        diagnostic("config-invalid", at("out"), `the policy \`${other}\` is generated there already`),
      );
    }
    outs.set(out, name);
    result[name] = { source: written.source, out };
  }
  return findings.length > 0
    ? fail(...findings)
    : { result: { policies: result, rules: rules ?? {}, coverage: coverage ?? {} }, diagnostics: [] };
}

/** The path relative to the root, or undefined if it leaves the root. */
function normal(root: string, path: string): string | undefined {
  const absolute = resolve(root, path);
  return isWithin(root, absolute) ? relative(root, absolute).split(sep).join("/") || "." : undefined;
}
