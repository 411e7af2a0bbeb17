/** Workflows on a page: they cannot run here, so that each step must be one that is known to be right. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { root } from "./page.js";

interface Step {
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly run?: string;
}

interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
}

/** What steps of others may stand on a page. */
const others = /^actions\/(checkout|setup-node)@v\d+$/;
/** The one that finds its comment is run by test/action.test.ts. */
const commands = /^(npm ci$|mine=)/;

/** What is wrong with a workflow, if anything is. */
export function wrongUse(text: string): string | undefined {
  const { jobs } = parse(text) as Workflow;
  const steps = Object.values(jobs).flatMap((job) => job.steps);
  return steps.map(wrongStep).find((problem) => problem !== undefined);
}

function wrongStep({ uses, with: inputs = {}, run }: Step): string | undefined {
  if (run !== undefined) return commands.test(run.trim()) ? undefined : `nothing tests the step \`${run}\``;
  if (uses === undefined || others.test(uses)) return undefined;
  if (uses !== "./node_modules/rolebook") return `\`${uses}\` is no known action`;
  const action = parse(readFileSync(join(root, "action.yml"), "utf8")) as { inputs: object };
  const unknown = Object.keys(inputs).find((name) => !Object.hasOwn(action.inputs, name));
  return unknown === undefined ? undefined : `the action has no input \`${unknown}\``;
}
