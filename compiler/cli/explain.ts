import { readFileSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import type { AnalyzedPolicy } from "../pipeline.js";
import { jsonText } from "./formats/format.js";
import { diagnosticsOf, openPolicies } from "./policies.js";
import { openProject } from "./project.js";
import { reportBeside } from "./report.js";
import { UsageError, type Session } from "./session.js";
import { visible, visibleLines } from "./visible.js";

export interface ExplainOptions {
  readonly policy?: string;
  readonly principal?: string;
  readonly on?: string;
  readonly role?: string;
  readonly format: "text" | "json";
}

/** `rolebook explain`: why a principal may or may not, or what a role may do. */
export async function explain(
  session: Session,
  permission: string | undefined,
  options: ExplainOptions,
): Promise<number> {
  checkCall(permission, options);
  const principal = readJson(session.cwd, "--principal", options.principal);
  const resource = readJson(session.cwd, "--on", options.on);
  const opened = await openPolicy(session, options);
  if (typeof opened === "number") return opened;
  const { root, analyzed } = opened;
  session.clock.begin({ name: "explanation" });
  const review = await import("../../review/explain/index.js");
  const show = ({ file, line }: { readonly file: string; readonly line: number }): string =>
    `${visible(relative(session.cwd, resolve(root, file)).split(sep).join("/"))}:${line}`;
  const names = review.namesOf(analyzed.model);
  try {
    const role = options.role === undefined ? undefined : review.findRole(analyzed.model, options.role);
    if (permission === undefined) {
      const answer = role && review.explainRole(analyzed, role);
      if (answer) write(session, options, answer, review.roleText(answer, show, names));
      return 0;
    }
    const found = review.findPermission(analyzed.model, permission);
    const answer =
      role === undefined
        ? review.explainQuestion(analyzed, principal, found, resource)
        : review.explainShort(analyzed, role, found, resource);
    write(session, options, answer, review.questionText(answer, show, names));
    return 0;
  } catch (error) {
    if (error instanceof review.UnknownNameError) throw new UsageError(error.message);
    throw error;
  }
}

function checkCall(permission: string | undefined, { principal, on, role }: ExplainOptions): void {
  if (principal !== undefined && role !== undefined) {
    throw new UsageError(
      "`--principal` and `--role` exclude each other: `--role r` asks for whoever has just that role",
    );
  }
  if (permission === undefined && role === undefined) {
    throw new UsageError(
      "name a permission, as in `rolebook explain job:cancel --role DEVELOPER`, or only `--role` for all it may do",
    );
  }
  if (permission !== undefined && principal === undefined && role === undefined) {
    throw new UsageError(
      'say who asks: `--principal \'{"id": "ann", "roles": ["viewer"]}\'`, or `--role viewer`',
    );
  }
  if (permission === undefined && (principal !== undefined || on !== undefined)) {
    throw new UsageError("name a permission: without one, `explain --role` lists all that a role may do");
  }
}

/** Characters of a value that is no such thing. */
const mostShown = 40;

/** JSON of the command line, or with `@` of a file. */
function readJson(cwd: string, option: string, text: string | undefined): unknown {
  if (text === undefined) return undefined;
  let json = text;
  if (text.startsWith("@")) {
    try {
      json = readFileSync(resolve(cwd, text.slice(1)), "utf8");
    } catch (error) {
      throw new UsageError(
        `\`${option} ${text}\`: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
  const value = parsed(option, json);
  // A list of resources is none, and is told so in the answer.
  if (typeof value === "object") return value;
  const list = option === "--principal" ? ", a list of them" : "";
  throw new UsageError(
    `\`${option}\` is a JSON object${list} or null, and not \`${json.trim().slice(0, mostShown)}\``,
  );
}

function parsed(option: string, json: string): unknown {
  try {
    return JSON.parse(json.replace(/^\ufeff/, "")) as unknown;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(
      `\`${option}\` is not JSON (${why}); write it in single quotes, as in \`${option} '{"id": "x"}'\``,
    );
  }
}

/** The one policy that is asked, or the exit code where it cannot be. */
async function openPolicy(
  session: Session,
  { policy: name, format }: Pick<ExplainOptions, "policy" | "format">,
): Promise<{ readonly root: string; readonly analyzed: AnalyzedPolicy } | number> {
  const { root, config, diagnostics, cache } = await openProject(session, name === undefined ? [] : [name]);
  if (config === undefined) return reportBeside(session, root, diagnostics, format);
  const names = Object.keys(config.policies);
  if (names.length > 1) {
    throw new UsageError(`name one policy with \`--policy\`: ${names.map((one) => `\`${one}\``).join(", ")}`);
  }
  const policies = openPolicies(root, config, session, cache);
  const found = await diagnosticsOf(policies);
  await cache.save();
  const [policy] = policies;
  // Warnings are not what was asked.
  const errors = found.filter(({ severity }) => severity === "error");
  const exitCode = reportBeside(session, root, errors, format);
  const analyzed = exitCode === 0 ? await policy?.analyzed() : undefined;
  return analyzed === undefined ? exitCode || 1 : { root, analyzed };
}

function write({ stdout }: Session, { format }: ExplainOptions, answer: object, text: string): void {
  stdout.write(format === "json" ? shallowJson(answer) : visibleLines(text));
}

/** The answer as JSON. @throws UsageError where a value in it is nested too deep */
function shallowJson(answer: object): string {
  try {
    return jsonText(answer);
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError("a value of an attribute is nested too deep");
    throw error;
  }
}
