/**
 * TypeScript blocks that say what comes out. Behind a statement stands `// => value`, where `…` stands for further keys, or
 * `// => throws Name`.
 */
import { runInNewContext } from "node:vm";
import ts from "typescript";

/** A statement's result, as the page has it. */
export interface Claim {
  /** The line within the block, from 1. */
  readonly line: number;
  readonly claim: string;
}

/** What came out of a statement: JSON, or the name of what was thrown. */
export type Seen = { readonly value: string } | { readonly thrown: string };

const mark = /^\/\/ => (.+)$/;

/** The claims of a module. @throws for one that stands behind no statement of the top level */
export function claimsOf(text: string): readonly Claim[] {
  const claims = statementsOf(text).flatMap(({ line, claim }) =>
    claim === undefined ? [] : [{ line, claim }],
  );
  const written = [...text.matchAll(/\/\/ =>/g)].length;
  if (claims.length !== written) {
    throw new Error(
      "a `// =>` stands behind something else than an expression or a constant at the top level",
    );
  }
  return claims;
}

/** The module with each claimed statement handed to `globalThis.see(line, () => value)`. */
export function observed(text: string): string {
  let result = text;
  for (const { statement, line, claim } of [...statementsOf(text)].reverse()) {
    if (claim === undefined) continue;
    const [start, end] = [statement.getStart(), statement.getEnd()];
    const see = (code: string): string => `await (globalThis as any).see(${line}, async () => (${code}));`;
    result = ts.isExpressionStatement(statement)
      ? result.slice(0, start) + see(statement.expression.getText()) + result.slice(end)
      : `${result.slice(0, end)} ${see(nameOf(statement))} ${result.slice(end)}`;
  }
  return result;
}

interface Statement {
  readonly statement: ts.Statement;
  readonly line: number;
  readonly claim: string | undefined;
}

function statementsOf(text: string): readonly Statement[] {
  const file = ts.createSourceFile("block.ts", text, ts.ScriptTarget.ES2022, true);
  return file.statements
    .filter((statement) => ts.isExpressionStatement(statement) || ts.isVariableStatement(statement))
    .map((statement) => {
      const [comment] = ts.getTrailingCommentRanges(text, statement.getEnd()) ?? [];
      const claim = comment && mark.exec(text.slice(comment.pos, comment.end))?.[1];
      return { statement, line: file.getLineAndCharacterOfPosition(statement.getStart()).line + 1, claim };
    });
}

function nameOf(statement: ts.Statement): string {
  return ts.isVariableStatement(statement)
    ? (statement.declarationList.declarations[0]?.name.getText() ?? "undefined")
    : "undefined";
}

/** Whether what came out is what the page says; if not, both, for a message. */
export function differenceOf(
  claim: string,
  seen: Seen | undefined,
): { expected: unknown; found: unknown } | undefined {
  const thrown = /^throws (\w+)$/.exec(claim)?.[1];
  const found =
    seen === undefined ? "not reached" : "thrown" in seen ? `throws ${seen.thrown}` : parsed(seen.value);
  const expected = thrown === undefined ? valueOf(claim) : `throws ${thrown}`;
  return matches(expected, found) ? undefined : { expected, found };
}

const further = "…";

/** The value that a claim writes, with a key `…` where further keys may follow. */
function valueOf(claim: string): unknown {
  const code = claim.replaceAll(/,\s*…/g, `, "${further}": 0`).replaceAll(/\{\s*…/g, `{ "${further}": 0`);
  const value: unknown = runInNewContext(`(${code})`);
  return value === undefined ? "undefined" : (JSON.parse(JSON.stringify(value)) as unknown);
}

function parsed(json: string): unknown {
  return json === "undefined" ? json : (JSON.parse(json) as unknown);
}

function matches(expected: unknown, found: unknown): boolean {
  if (typeof expected !== "object" || expected === null) return expected === found;
  if (typeof found !== "object" || found === null) return false;
  if (Array.isArray(expected) !== Array.isArray(found)) return false;
  const wanted = Object.entries(expected).filter(([key]) => key !== further);
  const isOpen = Object.hasOwn(expected, further);
  if (!isOpen && wanted.length !== Object.keys(found).length) return false;
  return wanted.every(
    ([key, value]) => Object.hasOwn(found, key) && matches(value, (found as Record<string, unknown>)[key]),
  );
}
