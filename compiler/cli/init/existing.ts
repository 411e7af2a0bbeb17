/** What stands in a folder before a project is made of it. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { findConfig, findRoot, type PolicyConfig } from "../../config.js";
import { visible } from "../visible.js";
import { UsageError } from "../session.js";
import { schemasFrom } from "./schemas.js";

export interface Existing {
  /** Undefined without a config. */
  readonly configured: Readonly<Record<string, PolicyConfig>> | undefined;
  /** The folders of `policies/` that hold a policy. */
  readonly found: readonly string[];
  /** Where the schemas stand, or will stand, relative to the folder. */
  readonly schemas: string;
}

/** @throws UsageError where it is part of another project, or its config is broken */
export async function lookAround(root: string): Promise<Existing> {
  const above = findRoot(root);
  if (above !== root) {
    throw new UsageError(`this folder belongs to the project in \`${visible(above)}\`: run it there`);
  }
  const isConfigured = existsSync(join(root, "rolebook.yaml")) || existsSync(join(root, "rolebook.yml"));
  const schemas = schemasFrom(root);
  const { result, diagnostics } = await findConfig(root);
  const [first] = diagnostics;
  if (first !== undefined && (isConfigured || first.code !== "no-policy-file")) {
    const { message, span } = first;
    throw new UsageError(`\`${span.file}\`: ${message}; mend it first, \`rolebook validate\` says more`);
  }
  const policies = result?.policies ?? {};
  if (isConfigured) return { configured: policies, found: [], schemas };
  const found = Object.keys(policies).filter((name) => holdsPolicy(join(root, "policies", name)));
  return { configured: undefined, found, schemas };
}

/** True if a folder holds more than tests. */
export function holdsPolicy(folder: string): boolean {
  if (!existsSync(folder)) return false;
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return files.some((file) => /\.ya?ml$/i.test(file) && !/\.test\.ya?ml$/i.test(file));
}
