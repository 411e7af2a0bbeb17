/** `rolebook diff`: what the policies give and take, against what they were. */
import type { Category, Difference } from "../../../review/diff/index.js";
import { findRepository } from "../../config.js";
import type { Diagnostic } from "../../diagnostic.js";
import { checkPolicy, merged, type AnalyzedPolicy } from "../../pipeline.js";
import { openPolicies } from "../policies.js";
import { openProject } from "../project.js";
import { report } from "../report.js";
import { UsageError, type Session } from "../session.js";
import { visibleLines } from "../visible.js";
import { readEarlier, type Earlier } from "./earlier.js";
import type { DiffFormat } from "./format.js";
import { github } from "./github.js";
import { json } from "./json.js";
import { markdown } from "./markdown.js";
import { text } from "./text.js";

const formats = { text, json, markdown, github } as const satisfies Readonly<Record<string, DiffFormat>>;

export interface DiffOptions {
  readonly against: string;
  readonly format: keyof typeof formats;
  /** A change of one of these is a failure. */
  readonly failOn: readonly Category[];
}

/** One side: its policies, or what is wrong with them. */
interface Side {
  readonly policies: ReadonlyMap<string, AnalyzedPolicy>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Compares. @returns the exit code */
export async function diff(
  session: Session,
  names: readonly string[],
  { against, format, failOn }: DiffOptions,
): Promise<number> {
  const { root, config, diagnostics: misconfigured, cache } = await openProject(session, []);
  session.clock.begin({ name: "earlier policies" });
  const earlier = await readEarlier(root, session.cwd, against);
  const policies = config === undefined ? [] : openPolicies(root, config, session, cache);
  const known = new Set([...policies.map(({ sources }) => sources.name), ...earlier.policies.keys()]);
  if (config !== undefined) await refuseUnknown(names, known, against);
  const isWanted = (name: string): boolean => names.length === 0 || names.includes(name);

  const after: { policies: Map<string, AnalyzedPolicy>; diagnostics: Diagnostic[] } = {
    policies: new Map(),
    diagnostics: [...misconfigured],
  };
  for (const policy of policies) {
    if (!isWanted(policy.sources.name)) continue;
    after.diagnostics.push(...(await policy.diagnostics()));
    const analyzed = await policy.analyzed();
    if (analyzed !== undefined) after.policies.set(policy.sources.name, analyzed);
  }
  await cache.save();
  const before = await compiled(earlier, isWanted, session);
  const sides = new Map([
    [now, errorsOf(after)],
    [`at \`${against}\``, errorsOf(before)],
  ]);
  const failure = refused(session, root, sides, format);
  if (failure > 0) return failure;

  session.clock.begin({ name: "difference" });
  const { diffPolicies, united } = await import("../../../review/diff/index.js");
  const compared = [...known]
    .filter(isWanted)
    .sort()
    .map((name): Difference => diffPolicies(before.policies.get(name), after.policies.get(name)));
  const difference = united(compared);
  const { cwd, colors, stdout, stderr } = session;
  const surroundings = { root, cwd, colors, repository: findRepository(cwd) ?? cwd };
  stdout.write(formats[format]({ ...difference, failOn }, surroundings));
  const failing = difference.changes.filter(({ category }) => failOn.includes(category));
  if (failing.length === 0) return 0;
  const found = [...new Set(failing.map(({ category }) => category))].join(", ");
  stderr.write(
    `${colors.red("error")}: there are changes of ${found}, and \`--fail-on\` is ${failOn.join()}\n`,
  );
  return 1;
}

/** @throws UsageError for a name that neither side has */
async function refuseUnknown(
  names: readonly string[],
  known: ReadonlySet<string>,
  against: string,
): Promise<void> {
  for (const name of names) {
    if (known.has(name)) continue;
    const { didYouMean } = await import("../../nearest.js");
    const help =
      didYouMean(name, [...known]) ?? `there are ${[...known].map((one) => `\`${one}\``).join(", ")}`;
    throw new UsageError(`\`${name}\` is a policy neither of this project nor at \`${against}\`; ${help}`);
  }
}

async function compiled(
  { policies, rules, diagnostics }: Earlier,
  isWanted: (name: string) => boolean,
  session: Session,
): Promise<Side> {
  const found = [...diagnostics];
  const analyzed = new Map<string, AnalyzedPolicy>();
  for (const [name, sources] of policies) {
    if (!isWanted(name)) continue;
    const checked = await checkPolicy(sources, rules, session.clock.begin);
    found.push(...checked.diagnostics);
    if (checked.analyzed !== undefined) analyzed.set(name, checked.analyzed);
  }
  return { policies: analyzed, diagnostics: found };
}

/** The side of the policies that stand here. */
const now = "as they are now";

/** A finding of the other side says so, and has no text: its line is none of the file that stands here. */
function at(side: string, { span, ...error }: Diagnostic): Diagnostic {
  return { ...error, message: `${side}: ${error.message}`, span: { ...span, text: undefined } };
}

/** What is wrong with a side. Warnings are not the subject here. */
function errorsOf({ diagnostics }: Side): readonly Diagnostic[] {
  return merged(diagnostics).filter(({ severity }) => severity === "error");
}

/**
 * Shows what is wrong with the sides, and gives the exit code that it leads to. For programs it is what `validate` would print, of both
 * sides together.
 */
function refused(
  session: Session,
  root: string,
  sides: ReadonlyMap<string, readonly Diagnostic[]>,
  format: DiffOptions["format"],
): number {
  const wrong = [...sides].filter(([, errors]) => errors.length > 0);
  const codes = wrong.map(([side, errors]) => {
    session.stderr.write(visibleLines(`the policies ${side} do not compile:\n`));
    return report(session, root, errors, { format: "text" });
  });
  if (wrong.length > 0 && (format === "json" || format === "github")) {
    const all = wrong.flatMap(([side, errors]) =>
      side === now ? errors : errors.map((one) => at(side, one)),
    );
    report(session, root, all, { format });
  }
  return Math.max(0, ...codes);
}
