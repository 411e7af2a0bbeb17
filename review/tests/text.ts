/** Failures as people read them: the question, the answer that was expected, and the lines that decided otherwise. */
import type { AskedRule, AssignExplanation } from "../../runtime/explain/index.js";
import { conditionLines, questionText, type Names } from "../explain/index.js";
import type { Case, Expectation } from "./case.js";
import { notationOf } from "./run.js";
import { isDecision, type ExplainedFailure } from "./runner.js";

/** How a place is shown: as seen from where the command runs. */
export type Show = Parameters<typeof questionText>[1];

/** More rules that nobody asked holds are counted, not listed. */
const mostRules = 12;

/** A failure in lines, without the name of its test. */
export function failureText(failure: ExplainedFailure, show: Show): string {
  const { case: one, why, forgotten, names } = failure;
  const lines = [
    `${askedText(one)}  ${show(one.place)}`,
    ...[...partiesOf(one)].map(([name, value]) => `  ${name}: ${JSON.stringify(value)}`),
    `  expected: ${expectedText(one.expected, names)}${forgotten === undefined ? "" : `, and not because ${forgotten} is missing`}`,
    ...(forgotten === undefined ? [] : [`  help:     ${forgottenCure(forgotten)}`]),
    ...("rules" in why ? rulesText(why, failure, show) : answerText(failure, show)),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/** What to do where a denial proves little. */
function forgottenCure(attribute: string): string {
  const key = attribute.split(".").at(-1) ?? "";
  const meant = `write \`${key}: null\` if that is meant`;
  return `give it, ${meant}, or expect \`reason: missing-attribute\` in a question of its own`;
}

/** The question in words. */
export function askedText({ question, what, who, on, to }: Case): string {
  const asker = who ?? "the principal";
  const where = question.resource === undefined ? "" : ` on ${on ?? "the resource"}`;
  return question.ask === "check"
    ? `may ${asker} do ${what}${where}?`
    : `may ${asker} give ${what} to ${to ?? "the target"}${where}?`;
}

/** Everyone and everything that the question is about, as it was passed. */
function partiesOf({ question, who, on, to }: Case): ReadonlyMap<string, unknown> {
  const { principal, resource } = question;
  return new Map<string, unknown>([
    [who ?? "the principal", principal],
    ...(question.ask === "assign" ? [[to ?? "the target", question.target] as const] : []),
    ...(resource === undefined ? [] : [[on ?? "the resource", resource] as const]),
  ]);
}

/** What was expected, in words. */
export function expectedText({ allowed, reason, scope, via, attribute }: Expectation, names: Names): string {
  return [
    allowed ? "allowed" : "denied",
    ...(reason === undefined || reason === "granted" ? [] : [`reason ${reason}`]),
    ...(scope === undefined ? [] : [`scope ${scope}`]),
    ...(via === undefined ? [] : [`via ${names.holder(via)}`]),
    ...(attribute === undefined ? [] : [`${attribute} missing`]),
  ].join(", ");
}

function answerText(
  { case: { expected }, actual, why, names }: ExplainedFailure,
  show: Show,
): readonly string[] {
  if (!isDecision(actual) || "rules" in why) return [];
  const { policy, unknownRoles } = actual;
  const notes = unknownRoles === undefined ? [] : [`these roles give nothing: ${unknownRoles.join(", ")}`];
  const answer = { ...why, decision: actual, policy, notes };
  const [verdict = "", ...rest] = questionText(answer, show, names).trimEnd().split("\n");
  const via = expected.via === undefined ? undefined : notationOf(actual.via);
  return [
    `  actual:   ${verdict}${via === undefined ? "" : `, via ${names.holder(via)}`}`,
    ...rest.map((line) => (line === "" ? "" : `    ${line}`)),
  ];
}

function rulesText(
  { allowed, rules, requires }: AssignExplanation,
  { case: { what: role, who, to, question }, names }: ExplainedFailure,
  show: Show,
): readonly string[] {
  const held = rules.filter(({ isHeld }) => isHeld);
  const others = rules.filter(({ isHeld }) => !isHeld);
  const line = (rule: AskedRule): string => `      ${ruleText(names.rule(rule))}  ${show(rule)}`;
  const section = (title: string, all: readonly AskedRule[]): readonly string[] =>
    all.length === 0
      ? []
      : [
          "",
          `    ${title}:`,
          ...all.slice(0, mostRules).map(line),
          ...(all.length > mostRules ? [`      and ${all.length - mostRules} more`] : []),
        ];
  const isRefused = requires.some(({ answer }) => answer !== true);
  // Rules that are held, and nobody is refused: the target may not be given the role.
  const isTarget = !allowed && !isRefused && held.length > 0;
  const because = isRefused
    ? `: ${who ?? "the principal"} is refused`
    : isTarget
      ? `: ${to ?? "the target"} may not be given ${role}`
      : "";
  const nothing = question.principal === null ? "nobody asks" : `no role assigns ${role} here`;
  return [
    `  actual:   ${allowed ? "allowed" : `denied${because}`}`,
    ...section("what the principal's roles assign", held),
    ...(isRefused ? ["", "    what binds everyone:"] : []),
    ...(isRefused ? requires.flatMap((one) => conditionLines(one, show, "      ")) : []),
    ...(allowed || isRefused || isTarget ? [] : section("what would allow it", others)),
    ...(rules.length === 0 ? ["", `    ${nothing}`] : []),
  ];
}

function ruleText({ holder, assigns, inside, path }: AskedRule): string {
  return [
    `${holder} assigns ${assigns}`,
    ...(inside === undefined ? [] : [`inside ${inside}`]),
    ...(path.length === 1 ? [] : [`through ${path.slice(1).join(" -> ")}`]),
  ].join(" ");
}
