/** Explanations as people read them. */
import type { AskedCondition, AskedGrant, HeldGrant, HeldRule, Line } from "../../runtime/explain/index.js";
import type { QuestionAnswer } from "./question.js";
import type { RoleAnswer } from "./role.js";
import type { Names } from "./shown.js";

/** More grants that nobody asked holds are counted, not listed. */
const mostNearest = 12;

/** An explanation does not go on for ever: from so many on there may be others. */
const mostCounted = 100;

/** How a place is shown: as seen from where the command runs. */
export type Show = (line: Line) => string;

/** The decision, why, and for a deny what is missing. Without colours: what decides is in the words. */
export function questionText(answer: QuestionAnswer, show: Show, names: Names): string {
  const { decision, requires, notes } = answer;
  const { allowed, reason, scope, attribute, resource } = decision;
  const permission = names.permission(decision.permission);
  const grants = answer.grants.map(names.grant);
  const on =
    resource === undefined
      ? ""
      : ` on ${resource.type}${resource.id === undefined ? "" : ` ${quoted(resource.id)}`}`;
  const conditions = [...requires, ...grants.flatMap((grant) => (grant.isHeld ? grant.conditions : []))];
  const missing = attribute === undefined ? "" : `: ${lackText(attribute, conditions)}`;
  const held = grants.filter(({ isHeld }) => isHeld);
  const lines = [
    `${verdict(answer)}: ${permission}${on} (${reason}${missing})`,
    ...(scope === undefined ? [] : [`  scope ${scope}`]),
    ...notes.map((note) => `  note: ${note}`),
    ...section(
      "what the principal's roles grant",
      held.flatMap((grant) => grantLines(grant, show)),
    ),
    ...(grants.length === 0 && reason === "not-granted" ? ["", `no role has ${permission} here`] : []),
    ...section(
      "what binds everyone",
      requires.flatMap((one) => conditionLines(one, show, "  ")),
    ),
  ];
  if (!allowed && reason !== "requires") lines.push(...nearest(grants, show));
  return textOf(lines);
}

/** Lines that stay lines, whatever stands in a name. */
function textOf(lines: readonly string[]): string {
  return lines.map((line) => `${line.replaceAll("\n", "\ufffd")}\n`).join("");
}

/** Why an attribute decides nothing: a value of another type than the declared one counts as missing. */
function lackText(attribute: string, conditions: readonly AskedCondition[]): string {
  const values = conditions.flatMap(({ answer, values: all }) =>
    answer === attribute ? all[attribute] : [],
  );
  const isThere = values.some((value) => value !== undefined && value !== null);
  return `${attribute} ${isThere ? "has the wrong type" : "is missing"}`;
}

/** Of whoever has a role, what is unknown depends on attributes that were not given. */
function verdict({ decision: { allowed, reason }, isShort }: QuestionAnswer): string {
  if (allowed) return "allowed";
  return isShort && (reason === "missing-attribute" || reason === "requires") ? "depends" : "denied";
}

/** Grants that are not held: those that would allow, else those that come nearest. */
function nearest(grants: readonly AskedGrant[], show: Show): readonly string[] {
  const others = grants.filter(({ isHeld }) => !isHeld);
  const allowing = others.filter(({ outcome }) => outcome === "granted");
  const all = allowing.length > 0 ? allowing : others;
  const shown = all.slice(0, mostNearest).flatMap((grant) => grantLines(grant, show));
  // Of many it is not known how many there are.
  const count = all.length < mostCounted ? String(all.length - mostNearest) : "many";
  const more = all.length > mostNearest ? [`  and ${count} more`] : [];
  return section(allowing.length > 0 ? "what would allow it" : "what other roles grant", [...shown, ...more]);
}

function grantLines(grant: AskedGrant, show: Show): readonly string[] {
  const { outcome, attribute, conditions } = grant;
  const result = outcome === "missing-attribute" && attribute ? lackText(attribute, conditions) : outcome;
  return [
    `  ${grantText(grant, true)}: ${result}  ${show(grant)}`,
    ...conditions.flatMap((one) => conditionLines(one, show, "    ")),
  ];
}

/** A condition with what it was answered, and the values that it read. */
export function conditionLines(condition: AskedCondition, show: Show, indent: string): readonly string[] {
  const { of, scope, text, answer, values, file, line } = condition;
  const what = of === "scope" ? `scope ${scope ?? ""}` : of === "kind" ? "the kind requires" : of;
  const said =
    typeof answer === "boolean"
      ? String(answer)
      : `unknown${answer === "" ? "" : `: ${lackText(answer, [condition])}`}`;
  const at = file === undefined || line === undefined ? "" : `  ${show({ file, line })}`;
  const read = Object.entries(values).map(([name, value]) => `${name} is ${quoted(value)}`);
  return [
    `${indent}${what}: ${onOneLine(text)}: ${said}${at}`,
    ...(read.length === 0 ? [] : [`${indent}  ${read.join(", ")}`]),
  ];
}

/** Everything that a role has. */
export function roleText({ holder, title, grants, assigns }: RoleAnswer, show: Show, names: Names): string {
  const lines = [
    `${names.holder(holder)}${title === undefined ? "" : ` (${title})`}`,
    ...(grants.length === 0
      ? ["  may do nothing"]
      : grants.map((grant) => `  ${grantText(names.grant(grant), false)}  ${show(grant)}`)),
    ...section(
      "may assign",
      assigns.map((rule) => `  ${ruleText(names.rule(rule))}  ${show(rule)}`),
    ),
  ];
  return textOf(lines);
}

function grantText(
  { holder, permission, scope, when, inside, implied, path }: HeldGrant,
  isNamed: boolean,
): string {
  const parts = [
    isNamed ? `${holder} has ${permission}` : permission,
    scope === undefined ? "" : `at ${scope}`,
    inside === undefined ? "" : `inside ${inside}`,
    when === undefined || isNamed ? "" : `when ${onOneLine(when)}`,
    implied === undefined ? "" : `implied by ${implied}`,
    pathText(path),
  ];
  return parts.filter(Boolean).join(" ");
}

function ruleText({ assigns, inside, path }: HeldRule): string {
  return [assigns, inside === undefined ? "" : `inside ${inside}`, pathText(path)].filter(Boolean).join(" ");
}

function pathText(path: readonly string[]): string {
  return path.length === 1 ? "" : `through ${path.slice(1).join(" -> ")}`;
}

/** A condition may be written in several. */
function onOneLine(condition: string): string {
  return condition.trim().replace(/\s*\n\s*/g, " ");
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ["", `${title}:`, ...lines];
}

function quoted(value: unknown): string {
  if (value === undefined) return "missing";
  try {
    return JSON.stringify(value);
  } catch {
    // Nested too deep.
    return "...";
  }
}
