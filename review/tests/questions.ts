/** Single questions as they are written, and what no answer to them can be. */
import { assignable, roleName } from "../../compiler/roles.js";
import type { Permission, Place } from "../../compiler/ir.js";
import type { Reason } from "../../runtime/index.js";
import type { Case, CasePlace, Expectation } from "./case.js";
import type { Player, Thing } from "./cast.js";
import { questionOf } from "./grid.js";
import type { RawAssignment, RawQuestion } from "./raw.js";
import type { Workplace } from "./subjects.js";

/** The case of a question about a permission; undefined where something is unknown. */
export function askedPermission(
  written: RawQuestion,
  place: CasePlace,
  workplace: Workplace,
): Case | undefined {
  const { document, cast, vocabulary, findings } = workplace;
  const at = (key: keyof RawQuestion): Place => ({
    file: document.file,
    container: written,
    key,
    part: "value",
  });
  const asker = cast.asker(written.principal, at("principal"));
  const thing = written.resource === undefined ? undefined : cast.asked(written.resource, at("resource"));
  const expected = expectationOf(written, at("expect"), workplace);
  const isUnknown = expected.reason === "unknown-permission";
  const word = { value: written.permission, place: at("permission") };
  const permission = isUnknown ? undefined : vocabulary.permission(word);
  if (asker === undefined || (written.resource !== undefined && thing === undefined)) return undefined;
  if (permission === undefined && !isUnknown) return undefined;
  const why = impossible(expected, asker, permission, thing);
  if (why !== undefined) findings.add("impossible-answer", at("expect"), why.message, { help: why.help });
  const subject = { ask: "check" as const, id: permission?.id ?? written.permission };
  return {
    test: written.name,
    question: questionOf(asker, subject, undefined, thing),
    expected,
    place,
    what: written.permission,
    who: asker.name,
    on: thing?.name,
    to: undefined,
  };
}

/** The case of a question about giving a role; undefined where something is unknown. */
export function askedAssignment(
  written: RawAssignment,
  place: CasePlace,
  { document, cast, vocabulary, findings }: Workplace,
): Case | undefined {
  const at = (key: keyof RawAssignment): Place => ({
    file: document.file,
    container: written,
    key,
    part: "value",
  });
  const asker = cast.asker(written.principal, at("principal"));
  const target = cast.asker(written.target, at("target"));
  const thing = written.resource === undefined ? undefined : cast.asked(written.resource, at("resource"));
  const role = vocabulary.role({ value: written.role, place: at("role") });
  if (Array.isArray(target?.value)) {
    findings.add("invalid-value", at("target"), "a target is one principal, and this is several");
  }
  if (asker === undefined || target === undefined || role === undefined) return undefined;
  if (written.resource !== undefined && thing === undefined) return undefined;
  const type = role.resource;
  if (type !== undefined && thing?.type !== type) {
    const message = `\`${roleName(role)}\` is given on a \`${type.name}\`, and this test names ${thing === undefined ? "none" : `a \`${thing.type.name}\``}`;
    findings.add("impossible-answer", at(thing === undefined ? "role" : "resource"), message, {
      help: "name one under `resource`",
    });
  }
  return {
    test: written.name,
    question: questionOf(asker, { ask: "assign", id: assignable(role) }, target, thing),
    expected: { allowed: written.expect === "allow" },
    place,
    what: written.role,
    who: asker.name,
    on: thing?.name,
    to: target.name,
  };
}

/** What is expected; that it is allowed or not follows from the rest where it is not said. */
function expectationOf(
  { expect }: RawQuestion,
  place: Place,
  { vocabulary, findings }: Workplace,
): Expectation {
  if (typeof expect === "string") return { allowed: expect === "allow" };
  const at = (key: string): Place => ({ file: place.file, container: expect, key, part: "value" });
  const reason = expect.reason as Reason | undefined;
  const { scope, attribute } = expect;
  const isGrant = scope !== undefined || expect.via !== undefined || reason === "granted";
  const isDenial = attribute !== undefined || (reason !== undefined && reason !== "granted");
  const allowed = expect.allowed ?? !isDenial;
  if (isGrant && isDenial) {
    findings.add(
      "impossible-answer",
      place,
      "part of this is said of an allow only, and part of a deny only",
    );
  } else if ((allowed && isDenial) || (!allowed && isGrant)) {
    const rest = allowed ? "said of a deny" : "said of an allow";
    findings.add(
      "impossible-answer",
      at("allowed"),
      `\`allowed: ${String(allowed)}\`, where the rest is ${rest}`,
    );
  }
  if (scope !== undefined) vocabulary.scope({ value: scope, place: at("scope") });
  const via = expect.via === undefined ? undefined : vocabulary.via({ value: expect.via, place: at("via") });
  return {
    allowed,
    ...(reason !== undefined && { reason }),
    ...(scope !== undefined && { scope }),
    ...(via !== undefined && { via }),
    ...(attribute !== undefined && { attribute }),
  };
}

/** Why a question can never be answered so, whatever the policy grants. */
function impossible(
  { allowed, reason, scope, via }: Expectation,
  asker: Player,
  permission: Permission | undefined,
  thing: Thing | undefined,
): { readonly message: string; readonly help?: string } | undefined {
  if (asker.value === null) {
    if (!allowed && (reason ?? "no-principal") === "no-principal") return undefined;
    return { message: "`nobody` is always denied, with the reason `no-principal`" };
  }
  if (
    permission === undefined ||
    ["no-principal", "unknown-kind", "principal-refused"].includes(reason ?? "")
  ) {
    return undefined;
  }
  const { name, level, resource } = permission;
  const shape =
    level === "type"
      ? thing === undefined
        ? undefined
        : "unexpected-resource"
      : thing === undefined
        ? "missing-resource"
        : thing.type === resource
          ? undefined
          : "wrong-resource-type";
  if (shape !== undefined && reason !== shape) {
    const asked = {
      "unexpected-resource": "is on the type, and this test names a resource",
      "missing-resource": `is on a \`${resource.name}\`, and this test names none`,
      "wrong-resource-type": `is on a \`${resource.name}\`, and this test names a \`${thing?.type.name ?? ""}\``,
    }[shape];
    return { message: `\`${name}\` ${asked}`, help: `if that is meant, expect \`{ reason: ${shape} }\`` };
  }
  if (level === "instance") return undefined;
  if (scope !== undefined) return { message: `\`${name}\` is on the type, so no scope decides` };
  if (via?.startsWith("resourceRole:") === true) {
    return { message: `\`${name}\` is on the type, so no resource role decides` };
  }
  return undefined;
}
