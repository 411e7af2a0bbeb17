/** webpack and Rspack, which build again themselves when a file or folder that they were told of has changed. */
import { builderFor, type RolebookOptions } from "./options.js";
import type { Built } from "../compiler/cli/builder.js";
import { failureOf, warningsOf } from "./told.js";

/** What these bundlers give a plugin, as far as it is used here. */
export interface Compiler {
  readonly context: string;
  readonly hooks: {
    readonly beforeRun: Hook<() => Promise<void>>;
    readonly watchRun: Hook<() => Promise<void>>;
    readonly thisCompilation: { tap(name: string, call: (compilation: Compilation) => void): void };
  };
}

interface Hook<Call> {
  tapPromise(name: string, call: Call): void;
}

interface Compilation {
  readonly fileDependencies: Paths;
  readonly contextDependencies: Paths;
  readonly errors: { push(error: Error): unknown };
  readonly warnings: { push(error: Error): unknown };
}

interface Paths {
  add(path: string): unknown;
}

export function applyToWebpack(compiler: Compiler, options: RolebookOptions): void {
  const builder = builderFor(options, compiler.context);
  let built: Built | undefined;
  const build = async (): Promise<void> => {
    built = await builder.build();
  };
  compiler.hooks.beforeRun.tapPromise("rolebook", build);
  compiler.hooks.watchRun.tapPromise("rolebook", build);
  // Compilations inside others are not told of: they are part of these.
  compiler.hooks.thisCompilation.tap("rolebook", (compilation) => {
    const { configs, folders } = builder.places;
    for (const path of [...configs, ...builder.sources]) compilation.fileDependencies.add(path);
    for (const path of folders) compilation.contextDependencies.add(path);
    if (built === undefined) return;
    for (const { shown } of warningsOf(built)) compilation.warnings.push(new Error(shown));
    const failure = failureOf(built);
    if (failure !== undefined) compilation.errors.push(new Error(failure.message));
  });
}
