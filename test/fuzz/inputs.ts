/** What is thrown at the compiler: bytes, YAML, trees of the language's own keys, and valid policies with slips. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { stringify } from "yaml";
import { policyArbitrary } from "../laws/arbitrary.js";

/** The files of a policy, and how they were made. */
export interface Input {
  readonly how: string;
  readonly files: readonly { readonly path: string; readonly bytes: Uint8Array }[];
}

const policies = join(import.meta.dirname, "..", "..", "policies");

/** Each real policy as its files. */
const real: readonly (readonly string[])[] = readdirSync(policies).map((name) =>
  readdirSync(join(policies, name))
    .filter((file) => /(?<!\.test)\.yaml$/.test(file))
    .map((file) => readFileSync(join(policies, name, file), "utf8")),
);

const encoder = new TextEncoder();

function input(how: string, texts: readonly (string | Uint8Array)[]): Input {
  const files = texts.map((text, index) => ({
    path: `${String(index)}.yaml`,
    bytes: typeof text === "string" ? encoder.encode(text) : text,
  }));
  const shown = files.map(
    ({ path, bytes }) => `${path} ${JSON.stringify(Buffer.from(bytes).toString("latin1"))}`,
  );
  const toString = (): string => `${how}: ${shown.join("; ")}`;
  return Object.defineProperty({ how, files }, fc.toStringMethod, { value: toString });
}

// ---- Bytes and YAML.

const scraps = [
  ...Array.from("\t\n-:[]{}'\"#*&!|>%@`,~ ?<=+.0\\"),
  "  ",
  "- ",
  ": ",
  "---\n",
  "...\n",
  "<<: *a\n",
  "&a ",
  "!!binary ",
  "%YAML 1.1\n",
  "null",
  "1e9",
  "0x1F",
  ".nan",
  "\r\n",
  "\u2028",
  "\ufeff",
  "\u0000",
  "\ud83d\ude00",
  "__proto__",
  "constructor",
  "*:*",
  "model#*",
  "a:b:c",
];

const names = [
  ...["principals", "scopes", "resources", "roles", "resourceRoles", "routes", "attributes", "defaultRoles"],
  ...[
    "name",
    "title",
    "description",
    "in",
    "actions",
    "on",
    "id",
    "implies",
    "deprecated",
    "heldBy",
    "inherits",
  ],
  ...[
    "allow",
    "assigns",
    "annotations",
    "permissions",
    "except",
    "scope",
    "type",
    "user",
    "model",
    "job",
    "get",
  ],
  ...["create", "admin", "viewer", "ALL", "OWN", "requires", "when", "constraints", "reserved", "tests"],
];

const word = fc.constantFrom(
  ...names,
  ...scraps,
  "model:get",
  "job:*",
  "model#viewer",
  "GET /a/{b}",
  "public",
);
const bytes = fc.uint8Array({ maxLength: 300 }).map((all) => input("bytes", [all]));
const text = fc.array(word, { maxLength: 60 }).map((all) => input("words", [all.join("")]));
const value = fc.anything({
  maxDepth: 2,
  maxKeys: 4,
  withNullPrototype: false,
  values: [word, fc.integer(), fc.boolean(), fc.constant(null)],
});
const yaml = value.map((data) => input("yaml", [(stringify(data) as string | undefined) ?? ""]));

// ---- Trees: the language's keys where they belong, with values that may be anything.

const scalar = fc.oneof(word, fc.double(), fc.boolean(), fc.constant(null), fc.string({ maxLength: 8 }));
const plain = fc.constantFrom(
  "a",
  "b",
  "model",
  "job",
  "get",
  "view",
  "x-y",
  "xY",
  "user",
  "constructor",
  "__proto__",
);
const permission = fc.oneof(
  fc
    .tuple(fc.oneof(plain, fc.constant("*")), fc.oneof(plain, fc.constant("*")))
    .map(([type, action]) => `${type}:${action}`),
  word,
);
const role = fc.oneof(
  plain,
  fc.tuple(plain, plain).map(([type, name]) => `${type}#${name}`),
  fc.constant("*"),
);
/** Mostly what belongs there. */
const odd = <T>(fitting: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 120, arbitrary: fitting },
    { weight: 1, arbitrary: scalar },
    { weight: 1, arbitrary: value },
  );
const list = <T>(item: fc.Arbitrary<T>): fc.Arbitrary<unknown> => odd(fc.array(odd(item), { maxLength: 3 }));
const map = <T>(entry: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
  odd(
    fc.dictionary(fc.oneof({ weight: 60, arbitrary: plain }, { weight: 1, arbitrary: word }), odd(entry), {
      maxKeys: 3,
    }),
  );
const record = (keys: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<unknown> =>
  odd(fc.record(keys, { requiredKeys: [] }));

const attributes = map(
  fc.constantFrom<unknown>("string", "number", "boolean", "timestamp", "list<string>", ["A", "B"]),
);
/** What conditions are made of, and what they are not: other languages, halves of pairs, quotes in quotes. */
const pieces = [
  ...[
    "principal",
    "resource",
    "resource.container",
    "x",
    "true",
    "false",
    "null",
    "1",
    "1.5",
    "-1",
    "0x1F",
    "1u",
  ],
  ...[
    "principal.id",
    "principal.kind",
    "principal.a",
    "resource.id",
    "resource.a",
    "resource.b",
    "resource.a",
  ],
  ...[
    "resource.container.a",
    "resource.container.container.type",
    "resource.__proto__",
    "principal.constructor",
  ],
  ...["&&", "||", "!", "==", "!=", "<", "<=", ">", ">=", " in ", "+", "-", "*", "/", "%", "?", ":", ".", ","],
  ...[
    "(",
    ")",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "=",
    "===",
    "&",
    " and ",
    " not ",
    ";",
    "//",
    "\n",
    "\r\n",
    " ",
    "\t",
  ],
  ...[
    "has(",
    "size(",
    ".size()",
    "timestamp(",
    ".startsWith(",
    ".contains(",
    ".exists(x, ",
    ".all(x, ",
    ".map(x, ",
  ],
  ...[
    '"a"',
    "'A'",
    '"',
    "'",
    '"""',
    'r"\\d"',
    'b"a"',
    '"\\',
    '"\\ud800"',
    '"\\U0001F600"',
    '"2026-01-31T12:00:00Z"',
  ],
  ...["\u0000", "\u001b", "\u00a0", "\u2028", "“a”", "😀", "\ud83d", "9007199254740993", "1e999"],
];
const soup = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 14 }).map((all) => all.join(""));
/** Well-formed, more or less well-typed. */
const { formula } = fc.letrec<{ formula: string; value: string }>((tie) => ({
  value: fc.oneof(
    fc.constantFrom(
      "principal.id",
      "principal.a",
      "resource.a",
      "resource.b",
      "resource.container.a",
      '"A"',
      "1",
    ),
    fc.constantFrom(
      "size(resource.a)",
      "-resource.a",
      "[1, 2]",
      '["A", "C"]',
      "x",
      "resource.view",
      "principal.model",
    ),
    fc.tuple(tie("value"), fc.constantFrom("+", "/", "*"), tie("value")).map((all) => `(${all.join(" ")})`),
  ),
  formula: fc.oneof(
    { depthSize: "small" },
    fc
      .tuple(tie("value"), fc.constantFrom("==", "!=", "<", ">=", "in"), tie("value"))
      .map((all) => all.join(" ")),
    fc.constantFrom(
      "true",
      "false",
      "has(resource.a)",
      "has(resource.container)",
      "resource.a",
      "principal.b",
    ),
    fc.tuple(tie("formula"), fc.constantFrom("&&", "||"), tie("formula")).map((all) => all.join(" ")),
    tie("formula").map((one) => `!(${one})`),
    fc.tuple(tie("formula"), tie("formula"), tie("formula")).map(([a, b, c]) => `(${a}) ? (${b}) : (${c})`),
    fc.tuple(tie("value"), tie("formula")).map(([list, where]) => `${list}.exists(x, ${where})`),
  ),
}));
/** As long and as deep as a condition may be, or more. */
const endless = fc
  .tuple(
    fc.constantFrom(...pieces, "a||", "(!", "x.exists(x,", "true?"),
    fc.constantFrom(50, 101, 300, 5_000, 16_400),
  )
  .map(([piece, length]) => piece.repeat(Math.ceil(length / piece.length)).slice(0, length));
const condition = fc.oneof(
  { weight: 30, arbitrary: formula },
  { weight: 10, arbitrary: soup },
  { weight: 1, arbitrary: endless },
);

const roleBody = record({
  title: odd(word),
  description: odd(fc.string()),
  id: odd(plain),
  heldBy: list(plain),
  inherits: list(role),
  allow: list(
    fc.oneof(
      permission,
      record({
        permissions: list(permission),
        except: list(permission),
        scope: odd(plain),
        when: odd(condition),
      }),
    ),
  ),
  assigns: fc.oneof(list(role), record({ roles: list(role), except: list(role) })),
  deprecated: odd(word),
  annotations: map(value),
});
const fragment = record({
  principals: map(record({ attributes, defaultRoles: list(plain), requires: odd(condition) })),
  scopes: list(record({ name: odd(plain), when: odd(condition) })),
  resources: map(
    record({
      title: odd(word),
      in: fc.oneof(plain, list(plain)),
      attributes,
      requires: odd(condition),
      scopes: map(condition),
      actions: map(
        record({
          description: odd(word),
          on: fc.constant("type"),
          id: odd(plain),
          implies: list(plain),
          requires: odd(condition),
          deprecated: odd(word),
        }),
      ),
    }),
  ),
  roles: map(roleBody),
  resourceRoles: map(map(roleBody)),
  routes: odd(
    fc.dictionary(
      fc.oneof(fc.constantFrom("GET /a", "GET /a/{b}", "GET /a/{c}", "POST /"), word),
      odd(permission),
      { maxKeys: 4 },
    ),
  ),
});
const tree = fc.array(fragment, { minLength: 1, maxLength: 2 }).map((all) =>
  input(
    "tree",
    all.map((data) => (stringify(data) as string | undefined) ?? ""),
  ),
);

// ---- A policy that is right but for its conditions, which stand wherever one can.

const declared = fc.constantFrom<unknown>(
  ...["string", "number", "boolean", "timestamp", "list<string>", "list<number>", ["A", "B"], ["B", "C"]],
);
const own = fc.record({ a: declared, b: declared, "c?": declared });
const conditional = fc
  .tuple(
    own,
    own,
    own,
    fc.array(fc.option(condition, { freq: 2, nil: "true" }), { minLength: 8, maxLength: 8 }),
  )
  .map(([ofUser, ofFolder, ofDoc, [c0, c1, c2, c3, c4, c5, c6, c7]]) => ({
    principals: { user: { attributes: ofUser, requires: c0 }, key: { attributes: ofFolder } },
    scopes: [
      { name: "OWN", when: c1 },
      { name: "ALL", when: c2 },
    ],
    resources: {
      folder: { in: "folder", attributes: ofFolder, requires: c3, actions: { view: null } },
      doc: {
        in: "folder",
        attributes: ofDoc,
        scopes: { OWN: c4 },
        actions: { create: { on: "type", requires: c5 }, view: { requires: c6 } },
      },
    },
    roles: {
      reader: {
        heldBy: ["user"],
        allow: ["doc:create", { permissions: ["*:view"], scope: "OWN", when: c7 }, "folder:view"],
      },
    },
  }))
  .map((data) => input("conditions", [stringify(data, { aliasDuplicateObjects: false })]));

// ---- Valid policies with slips.

const valid = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom(...real) },
  { weight: 7, arbitrary: policyArbitrary.map((fragments) => fragments.map((data) => stringify(data))) },
);

type Slip = (text: string) => string;

const at = fc.nat(1_000_000);
const byteSlip = fc
  .tuple(at, fc.nat(4), fc.constantFrom("", ...scraps))
  .map(([from, drop, add]): Slip => (all) => {
    const start = from % (all.length + 1);
    return all.slice(0, start) + add + all.slice(start + drop);
  });
const lineSlip = fc
  .tuple(at, at, fc.constantFrom("drop", "copy", "indent", "outdent", "move"))
  .map(([from, to, what]): Slip => (all) => {
    const lines = all.split("\n");
    const [line, other] = [from % lines.length, to % lines.length];
    const taken = lines[line] ?? "";
    if (what === "indent") lines[line] = `  ${taken}`;
    else if (what === "outdent") lines[line] = taken.replace(/^ {1,2}/, "");
    else if (what === "copy") lines.splice(other, 0, taken);
    else lines.splice(line, 1);
    if (what === "move") lines.splice(other, 0, taken);
    return lines.join("\n");
  });
const token = /[\w.*-]+/g;
const tokenSlip = fc.tuple(at, at, fc.option(word)).map(([from, to, instead]): Slip => (all) => {
  const tokens = [...all.matchAll(token)];
  const taken = tokens[from % Math.max(1, tokens.length)];
  const other = instead ?? tokens[to % Math.max(1, tokens.length)]?.[0] ?? "";
  if (taken === undefined) return all;
  return all.slice(0, taken.index) + other + all.slice(taken.index + taken[0].length);
});
const slips = fc.array(fc.tuple(at, fc.oneof(byteSlip, lineSlip, tokenSlip)), { minLength: 1, maxLength: 3 });
const mutated = fc.tuple(valid, slips).map(([texts, all]) => {
  const changed = [...texts];
  for (const [file, slip] of all) {
    const index = file % changed.length;
    changed[index] = slip(changed[index] ?? "");
  }
  return input("slips", changed);
});

/** Anything. */
export const anyInput: fc.Arbitrary<Input> = fc.oneof(
  { weight: 1, arbitrary: bytes },
  { weight: 2, arbitrary: text },
  { weight: 2, arbitrary: yaml },
  { weight: 4, arbitrary: tree },
  { weight: 4, arbitrary: conditional },
  { weight: 4, arbitrary: mutated },
  { weight: 1, arbitrary: valid.map((texts) => input("valid", texts)) },
);
