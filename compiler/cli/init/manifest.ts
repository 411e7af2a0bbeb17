/** Scripts in `package.json`, added where there are none of these names; everything else keeps its layout. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { findRepository } from "../../config.js";
import { UsageError } from "../session.js";
import { lineEndOf, textOf, type Step } from "./steps.js";

const path = "package.json";

export const scripts = {
  "policy:build": "rolebook build",
  "policy:check": "rolebook build --check",
  "policy:test": "rolebook test",
} as const;

interface Manifest {
  readonly scripts?: Readonly<Record<string, unknown>> | null;
  readonly dependencies?: Readonly<Record<string, unknown>>;
  readonly devDependencies?: Readonly<Record<string, unknown>>;
  readonly workspaces?: unknown;
}

/** A folder of a package gets no manifest of its own: nothing is to be done there. @throws UsageError where it is not JSON */
export async function scriptStep(base: string): Promise<Step | undefined> {
  const text = textOf(base, path);
  if (text === undefined && packageOf(base) !== undefined) return undefined;
  if (text === undefined) {
    const fresh = { private: true, type: "module", scripts };
    return { base, path, kind: "made", text: `${JSON.stringify(fresh, undefined, 2)}\n` };
  }
  const { scripts: known } = parsed(text);
  const missing = Object.entries(scripts).filter(([name]) => !Object.hasOwn(known ?? {}, name));
  if (missing.length === 0) return { base, path, kind: "kept" };
  const { applyEdits, modify, parseTree } = await import("jsonc-parser");
  const keys = parseTree(text)?.children?.map(({ children: [key] = [] }) => key?.value as unknown) ?? [];
  if (keys.filter((key) => key === "scripts").length > 1) {
    throw new UsageError(
      `\`${path}\` has \`scripts\` twice, of which only the last counts: make one of them`,
    );
  }
  const [, indent = "  "] = /^([ \t]+)"/m.exec(text) ?? [];
  const formattingOptions = {
    insertSpaces: !indent.startsWith("\t"),
    tabSize: indent.startsWith("\t") ? 1 : indent.length,
    eol: lineEndOf(text),
  };
  const put = (before: string, place: readonly string[], value: unknown): string =>
    applyEdits(before, modify(before, [...place], value, { formattingOptions }));
  const changed = missing.reduce(
    (before, [name, script]) => put(before, ["scripts", name], script),
    known === null ? put(text, ["scripts"], {}) : text,
  );
  const note = `the scripts ${missing.map(([name]) => `\`${name}\``).join(", ")}`;
  return { base, path, kind: "added", note, text: changed };
}

/** True if the project asks for this package. */
export function hasPackage(base: string): boolean {
  const home = packageOf(base);
  if (home === undefined) return false;
  const { dependencies = {}, devDependencies = {} } = parsed(textOf(home, path) ?? "{}");
  return "rolebook" in dependencies || "rolebook" in devDependencies;
}

/** True if a folder's manifest makes it the top of a workspace. One that is broken is for its own package manager to report. */
export function hasWorkspaces(folder: string): boolean {
  try {
    return parsed(readFileSync(join(folder, path), "utf8")).workspaces !== undefined;
  } catch {
    return false;
  }
}

/** The nearest folder with a manifest, up to the top of the repository. */
export function packageOf(folder: string): string | undefined {
  const end = findRepository(folder) ?? folder;
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, path))) return at;
    if (at === end || at === dirname(at)) return undefined;
  }
}

function parsed(text: string): Manifest {
  try {
    const found: unknown = JSON.parse(text.replace(/^\ufeff/, ""));
    if (isMap(found) && (!("scripts" in found) || found["scripts"] === null || isMap(found["scripts"]))) {
      return found;
    }
  } catch (error) {
    throw new UsageError(`\`${path}\` is not valid JSON: ${(error as Error).message}`);
  }
  throw new UsageError(`\`${path}\` is not a package's: it and its \`scripts\` must be objects`);
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
