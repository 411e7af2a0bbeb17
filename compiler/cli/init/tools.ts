/** The package managers, and how each is told what a project needs. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

export interface PackageManager {
  readonly install: string;
  readonly add: string;
  readonly exec: string;
  /** The steps of a workflow that install as the lock file says. */
  readonly workflow: string;
}

const corepack = "      - run: corepack enable\n";

const npm: PackageManager = {
  install: "npm install",
  add: "npm install rolebook",
  exec: "npx rolebook",
  workflow: "      - run: npm ci\n",
};

const byLockFile: Readonly<Record<string, PackageManager>> = {
  "package-lock.json": npm,
  "pnpm-lock.yaml": {
    install: "pnpm install",
    add: "pnpm add rolebook",
    exec: "pnpm exec rolebook",
    workflow: `${corepack}      - run: pnpm install --frozen-lockfile\n`,
  },
  "yarn.lock": {
    install: "yarn install",
    add: "yarn add rolebook",
    exec: "yarn rolebook",
    workflow: `${corepack}      - run: yarn install --immutable\n`,
  },
  "bun.lock": {
    install: "bun install",
    add: "bun add rolebook",
    exec: "bunx rolebook",
    workflow: "      - uses: oven-sh/setup-bun@v2\n      - run: bun install --frozen-lockfile\n",
  },
};

/** The one whose lock file stands nearest above; npm where there is none. */
export function packageManagerOf(folder: string): PackageManager {
  const found = Object.entries(byLockFile).find(([file]) => existsSync(join(folder, file)));
  if (found !== undefined) return found[1];
  return folder === dirname(folder) ? npm : packageManagerOf(dirname(folder));
}

/** True if a package manager keeps here what it has installed. */
export function hasLockFile(folder: string): boolean {
  return Object.keys(byLockFile).some((file) => existsSync(join(folder, file)));
}
