/** `rolebook init`: a working project in an empty or existing folder. Whatever stands there stays. */
import { existsSync } from "node:fs";
import { join, posix, relative, resolve, sep } from "node:path";
import { findRepository } from "../../config.js";
import type { Session } from "../session.js";
import { visibleLines } from "../visible.js";
import { ask, checked, usual, withoutUndefined, type Answers, type Given } from "./answers.js";
import { attributesStep } from "./attributes.js";
import { holdsPolicy, lookAround, type Existing } from "./existing.js";
import { hasPackage, scriptStep } from "./manifest.js";
import { configText, policyText, testText } from "./starter.js";
import { made, take, type Step } from "./steps.js";
import { packageManagerOf } from "./tools.js";
import { workflowText } from "./workflow.js";

export interface InitOptions extends Given {
  readonly yes?: boolean;
  readonly dryRun?: boolean;
}

/** The shell's convention for what Ctrl-C ends. */
const brokenOff = 130;

/** Asks, if anyone is there to answer, and writes what is missing. @returns the exit code */
export async function init(session: Session, options: InitOptions): Promise<number> {
  const root = resolve(session.cwd);
  const given = checked({ policy: options.policy, out: options.out, ci: options.ci });
  const existing = await lookAround(root);
  const answers = await answersTo(session, given, existing, options.yes === true);
  if (answers === undefined) {
    session.stderr.write("nothing is written\n");
    return brokenOff;
  }
  const { steps, policies, workflow } = await planOf(root, answers, existing);
  if (options.dryRun !== true) await take(steps);
  // A workflow that is printed is the result; what was done is said beside it.
  const told = answers.ci === "print" ? session.stderr : session.stdout;
  for (const step of steps) told.write(visibleLines(line(step, options)));
  if (answers.ci === "print") session.stdout.write(workflow);
  if (options.dryRun !== true) told.write(next(root, policies, existing));
  return 0;
}

async function answersTo(
  session: Session,
  given: Given,
  { configured, found }: Existing,
  isSilent: boolean,
): Promise<Answers | undefined> {
  const { stdin, stdout } = process;
  const isTerminal = session.stdout === stdout && stdout.isTTY && stdin.isTTY;
  if (isSilent || !isTerminal) return { ...usual, ...withoutUndefined(given) };
  const needs = new Set<keyof Answers>(["ci"]);
  if (configured === undefined) needs.add("out");
  if (configured === undefined && found.length === 0) needs.add("policy");
  return ask(given, needs, { input: stdin, output: stdout });
}

type Policies = Readonly<Record<string, { readonly source: string; readonly out: string }>>;

interface Plan {
  readonly steps: readonly Step[];
  readonly policies: Policies;
  readonly workflow: string;
}

/** Everything that is to be done, looked at before anything is. */
async function planOf(root: string, answers: Answers, existing: Existing): Promise<Plan> {
  const { schemas } = existing;
  const policies = policiesOf(answers, existing);
  const repository = findRepository(root) ?? root;
  const folder = relative(repository, root).split(sep).join("/") || ".";
  const workflow = workflowText(packageManagerOf(root), folder);
  const outs =
    existing.configured === undefined ? [answers.out] : Object.values(policies).map(({ out }) => out);
  const scripts = await scriptStep(root);
  const steps = [
    made(root, "rolebook.yaml", configText(policies, schemas)),
    ...starterSteps(root, policies, schemas),
    attributesStep(root, outs),
    ...(scripts === undefined ? [] : [scripts]),
    ...(answers.ci === "write" ? [made(repository, ".github/workflows/rolebook.yml", workflow)] : []),
  ];
  return { steps, policies, workflow };
}

function policiesOf({ policy, out }: Answers, { configured, found }: Existing): Policies {
  if (configured !== undefined) return configured;
  const names = found.length > 0 ? found : [policy];
  return Object.fromEntries(
    names.map((name) => [name, { source: `policies/${name}`, out: `${out}/${name}` }]),
  );
}

/** A policy and its tests for a project that has none: one's own policy needs no example beside it. */
function starterSteps(root: string, policies: Policies, schemas: string): readonly Step[] {
  const all = Object.values(policies).map((policy) => posix.normalize(policy.source).replace(/\/$/, ""));
  if (all.some((source) => holdsPolicy(join(root, source)))) {
    return all.map((path): Step => ({ base: root, path, kind: "kept" }));
  }
  return all
    .slice(0, 1)
    .flatMap((source) => [
      made(root, `${source}/policy.yaml`, policyText(source, schemas)),
      made(root, `${source}/policy.test.yaml`, testText(source, schemas)),
    ]);
}

function line({ path, kind, note }: Step, { dryRun }: InitOptions): string {
  const isPlan = dryRun === true;
  const words = {
    made: isPlan ? "would write" : "wrote",
    added: isPlan ? "would add to" : "added to",
    kept: isPlan ? "would keep" : "kept",
  };
  const more = note === undefined ? "" : `: ${note}`;
  return `${words[kind].padEnd(isPlan ? 12 : 8)} ${path}${more}\n`;
}

/** The commands that come next, in the words of the project's package manager. */
function next(root: string, policies: Policies, { schemas }: Existing): string {
  const { add, install, exec } = packageManagerOf(root);
  const isInstalled = existsSync(join(root, schemas));
  const first = hasPackage(root) ? (isInstalled ? [] : [install]) : [add];
  const [{ out } = usual] = Object.values(policies);
  const commands = [...first, `${exec} build`, `${exec} test`];
  return `
next:
${commands.map((command) => `  ${command}\n`).join("")}
then, in your code:
  import { createAuthorizer } from "rolebook";
  import { policy } from ${JSON.stringify(`./${out}/policy.js`)};
`;
}
