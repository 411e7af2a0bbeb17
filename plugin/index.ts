/**
 * `rolebook/unplugin`: builds the policies when a bundler starts, and again whenever a source changes while it watches.
 *
 *     import rolebook from "rolebook/unplugin";
 *     export default { plugins: [rolebook.vite()] };
 */
import { createUnplugin } from "unplugin";
import { setupEsbuild } from "./esbuild.js";
import { builderFor, checkedOptions, type RolebookOptions } from "./options.js";
import { buildForRollup, type RollupContext } from "./rollup.js";
import { viteHooks } from "./vite.js";
import { applyToWebpack, type Compiler } from "./webpack.js";

export type { RolebookOptions } from "./options.js";

/** What Vite, Rollup and Rolldown take. Written out, so that no bundler's types must be installed but the one that is used. */
export interface NamedPlugin {
  readonly name: string;
}

/** What esbuild takes. */
export interface SetupPlugin {
  name: string;
  setup(build: unknown): void | Promise<void>;
}

/** What webpack and Rspack take. */
export interface AppliedPlugin {
  apply(compiler: unknown): void;
}

/** The plugin, for each bundler. */
export interface RolebookPlugin {
  vite(options?: RolebookOptions): NamedPlugin;
  rollup(options?: RolebookOptions): NamedPlugin;
  rolldown(options?: RolebookOptions): NamedPlugin;
  esbuild(options?: RolebookOptions): SetupPlugin;
  webpack(options?: RolebookOptions): AppliedPlugin;
  rspack(options?: RolebookOptions): AppliedPlugin;
}

const plugin = createUnplugin<RolebookOptions | undefined, false>((given) => {
  const options = given ?? {};
  const builder = builderFor(options, undefined);
  const hooks = {
    buildStart(this: unknown): Promise<void> {
      return buildForRollup(this as RollupContext, builder);
    },
  };
  const webpackOrRspack = (compiler: unknown): void => {
    applyToWebpack(compiler as Compiler, options);
  };
  return {
    name: "rolebook",
    vite: viteHooks(options),
    rollup: hooks,
    rolldown: hooks,
    esbuild: {
      setup: (build) => {
        setupEsbuild(build, options);
      },
    },
    webpack: webpackOrRspack,
    rspack: webpackOrRspack,
  };
});

const bundlers: RolebookPlugin = plugin;
// What is wrong with options is said where they are written, not when the bundler starts.
const rolebook: RolebookPlugin = {
  vite: (options) => bundlers.vite(checkedOptions(options)),
  rollup: (options) => bundlers.rollup(checkedOptions(options)),
  rolldown: (options) => bundlers.rolldown(checkedOptions(options)),
  esbuild: (options) => bundlers.esbuild(checkedOptions(options)),
  webpack: (options) => bundlers.webpack(checkedOptions(options)),
  rspack: (options) => bundlers.rspack(checkedOptions(options)),
};

export default rolebook;
