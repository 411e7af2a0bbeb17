/** A workflow for GitHub Actions. */
import type { PackageManager } from "./tools.js";
import { scalar } from "./yaml.js";

/** @param folder the project's folder in the repository, `.` where it is the repository itself */
export function workflowText({ exec, workflow }: PackageManager, folder: string): string {
  const where = folder === "." ? "" : `    defaults: { run: { working-directory: ${scalar(folder)} } }\n`;
  return `name: rolebook
on:
  pull_request:
  push:
    branches: [main]
permissions:
  contents: read
jobs:
  policies:
    runs-on: ubuntu-latest
${where}    steps:
      - uses: actions/checkout@v4
        with: { fetch-depth: 0 }
      - uses: actions/setup-node@v4
        with: { node-version: 22 }
${workflow}      - run: ${exec} validate --format github
      - run: ${exec} build --check
      - run: ${exec} test
      # What access the pull request really gives and takes.
      - if: github.event_name == 'pull_request'
        run: ${exec} diff --against "origin/$GITHUB_BASE_REF" --format markdown >> "$GITHUB_STEP_SUMMARY"
`;
}
