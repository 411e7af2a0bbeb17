import { Builder } from "../compiler/cli/builder.js";

/** What the plugin may be told. */
export interface RolebookOptions {
  /** The folder of the project, or one inside it; without it, the bundler's own root. */
  readonly root?: string | undefined;
  /** Which policies to build; without it, all of them. */
  readonly policies?: readonly string[] | undefined;
  /** True: nothing is written, and generated modules that are stale fail the build. */
  readonly check?: boolean | undefined;
}

/** @param usual the bundler's own root */
export function builderFor({ root, policies, check }: RolebookOptions, usual: string | undefined): Builder {
  return new Builder({ root: root ?? usual ?? process.cwd(), policies, check });
}
