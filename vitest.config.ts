import { defineConfig } from "vitest/config";

/** The package imports itself by name; the extra condition points that name at its sources. */
const conditions = ["rolebook-source"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ["test/**/*.test.ts", "examples/**/*.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 300_000,
    // Forked processes: some cases change the working folder or the effective user.
    pool: "forks",
    // By default a core is left free: half of what a machine with two has.
    maxWorkers: "100%",
  },
});
