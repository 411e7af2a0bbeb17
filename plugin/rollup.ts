/** Rollup, Rolldown and `vite build`. */
import type { Builder } from "../compiler/cli/builder.js";
import { failureOf, warningsOf } from "./told.js";

/** What these bundlers give a hook, as far as it is used here. */
export interface RollupContext {
  addWatchFile(path: string): void;
  warn(warning: RollupMessage): void;
  error(error: RollupMessage): never;
}

interface RollupMessage {
  readonly message: string;
  readonly id?: string;
  readonly loc?: { readonly file: string; readonly line: number; readonly column: number };
}

/** Builds the policies before the first module is loaded. @throws the bundler's error where anything is wrong */
export async function buildForRollup(context: RollupContext, builder: Builder): Promise<void> {
  const built = await builder.build();
  const { configs, folders } = builder.places;
  for (const path of [...builder.sources, ...folders, ...configs]) context.addWatchFile(path);
  for (const warning of warningsOf(built)) context.warn({ message: warning.shown });
  const failure = failureOf(built);
  if (failure === undefined) return;
  const { message, at } = failure;
  context.error(at === undefined ? { message } : { message, id: at.file, loc: at });
}
