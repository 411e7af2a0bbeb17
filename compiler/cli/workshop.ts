/** The steps of a build, for the command and for bundlers: what a process keeps from one build to the next, and what stands there to be written. */
import type { Config } from "../config.js";
import type { Diagnostic } from "../diagnostic.js";
import type { OutputFile } from "../index.js";
import { plan, planGone, type Change } from "./output.js";
import { diagnosticsOf, openPolicies, type Memory, type Policy } from "./policies.js";
import { openProject, type Project } from "./project.js";
import type { Session } from "./session.js";

/** What one build hands on to the next of the same process. */
export interface Workshop extends Memory {
  project?: Project;
  /** What the last build read, and how many files it wrote or removed. */
  last?: { readonly read: string | undefined; readonly changes: number };
}

/** A project with a config, read and checked. */
export interface Opened {
  readonly project: Project & { readonly config: Config };
  readonly policies: readonly Policy[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What a build means for the disk. */
export interface Comparison {
  readonly plans: readonly { readonly policy: Policy; readonly changes: readonly Change[] }[];
  /** Of policies that are gone, by folder. */
  readonly gone: ReadonlyMap<string, readonly Change[]>;
  /** What is to be written or removed. */
  readonly changed: readonly Change[];
}

type Surroundings = Pick<Session, "cwd" | "clock">;

export function newWorkshop(): Workshop {
  return { sources: new Map(), printed: new Map() };
}

/** Reads and checks the named policies; all if none is named. Without a config there are only findings. */
export async function openWork(
  session: Surroundings,
  names: readonly string[],
  workshop: Workshop,
): Promise<
  | Opened
  | { readonly project: Project; readonly policies?: never; readonly diagnostics: readonly Diagnostic[] }
> {
  workshop.last = { read: undefined, changes: 0 };
  const project = await openProject(session, names, workshop.project);
  workshop.project = project;
  const { root, config, cache } = project;
  if (config === undefined) return { project, diagnostics: project.diagnostics };
  const policies = openPolicies(root, config, session, cache, workshop);
  const keys = policies.map(({ key }) => key);
  const read = keys.includes(undefined) ? undefined : JSON.stringify([config, keys]);
  workshop.last = { read, changes: 0 };
  return { project: { ...project, config }, policies, diagnostics: await diagnosticsOf(policies) };
}

/** Compiles policies without errors and compares what they come to with the disk. */
export async function compare(
  { project: { root, config }, policies }: Opened,
  names: readonly string[],
  session: Surroundings,
  workshop: Workshop,
): Promise<Comparison> {
  const plans = [];
  for (const policy of policies) {
    plans.push({ policy, changes: await changesOf(policy, root, session, workshop) });
  }
  session.clock.begin({ name: "comparison with the disk" });
  const outs = Object.values(config.policies).map(({ out }) => out);
  const gone = names.length === 0 ? planGone(root, outs) : new Map<string, readonly Change[]>();
  const all = [...plans.map(({ changes }) => changes), ...gone.values()].flat();
  const changed = all.filter(({ kind }) => kind !== "unchanged");
  workshop.last = { read: workshop.last?.read, changes: changed.length };
  return { plans, gone, changed };
}

/** What a build means for the files of a policy. One whose output is known, and stands there, is not compiled. */
async function changesOf(
  policy: Policy,
  root: string,
  { clock }: Surroundings,
  workshop: Workshop,
): Promise<readonly Change[]> {
  const { name, config } = policy.sources;
  const { outputs } = policy;
  if (outputs !== undefined) {
    clock.begin({ name: "comparison with the disk" });
    const changes = plan(root, config.out, outputs);
    if (changes.every(({ kind }) => kind !== "changed")) return changes;
  }
  const printed = workshop.printed.get(name) ?? new Map<string, never>();
  workshop.printed.set(name, printed);
  const files: readonly OutputFile[] = await policy.generate(printed);
  clock.begin({ name: "comparison with the disk" });
  return plan(root, config.out, files);
}
