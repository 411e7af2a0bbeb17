/** Which compiler this is: the same identity makes the same of the same files. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);

/** The hash of the package's own code and schemas, of the versions of its dependencies and of Node's; undefined where one is not to be found. */
export function identityOfTool(): string | undefined {
  try {
    const manifest = require.resolve("rolebook/package.json");
    const home = dirname(manifest);
    const code = join(import.meta.dirname, "..");
    const hash = createHash("sha256").update(process.version);
    const { dependencies = {} } = JSON.parse(readFileSync(manifest, "utf8")) as Manifest;
    const files = [
      manifest,
      ...Object.keys(dependencies).map((name) => manifestOf(name, home)),
      ...filesIn(code, /(?<!\.d)\.[jt]s$/),
      ...filesIn(join(home, "schema"), /\.json$/),
    ];
    for (const file of files) {
      const bytes = readFileSync(file);
      // A dependency is what its manifest says it is; the rest is read whole.
      hash.update(`${bytes.length} ${file.slice(home.length)}\n`).update(bytes);
    }
    return hash.digest("hex");
  } catch {
    return undefined;
  }
}

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** The manifest of a dependency, looked for as Node looks for the package. @throws if there is none */
function manifestOf(name: string, from: string): string {
  const found = join(from, "node_modules", name, "package.json");
  if (existsSync(found)) return found;
  if (from === dirname(from)) throw new Error(`${name} is not installed`);
  return manifestOf(name, dirname(from));
}

function filesIn(folder: string, pattern: RegExp): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => pattern.test(path))
    .sort()
    .map((path) => join(folder, path));
}
