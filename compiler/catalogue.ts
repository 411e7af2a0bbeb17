/** What the compiler can find. The order here is the order of `docs/diagnostics.md`. */

/** How a finding is taken. A lint may be set to any of these in `rolebook.yaml`; an error stays an error. */
export type Level = "off" | "warn" | "error";

interface Entry {
  readonly severity: Level;
  /** 1: something about a file's content. 2: config, or a folder or file that cannot be read. */
  readonly exit: 1 | 2;
  /** What it means, in one sentence. */
  readonly sentence: string;
  /** What to do, in one sentence. */
  readonly cure: string;
}

/** A finding that a team may take more or less seriously, or silence in one place with a reason. */
interface LintEntry extends Entry {
  readonly lint: true;
}

const error = (sentence: string, cure: string): Entry => ({ severity: "error", exit: 1, sentence, cure });
const environment = (sentence: string, cure: string): Entry => ({
  severity: "error",
  exit: 2,
  sentence,
  cure,
});
const lint = (sentence: string, cure: string): LintEntry => ({
  severity: "warn",
  exit: 1,
  sentence,
  cure,
  lint: true,
});

const entries = {
  "config-invalid": environment(
    "The project config breaks its schema.",
    "Write it as `schema/config.schema.json` says.",
  ),
  "missing-folder": environment(
    "A policy folder does not exist or is not a folder.",
    "Make the folder, or correct `source` in `rolebook.yaml`.",
  ),
  "no-policy-file": environment(
    "There is no policy, or a policy folder holds no YAML file.",
    "Write a policy as `policies/<name>/*.yaml`.",
  ),
  "unreadable-file": environment(
    "A file or folder of a policy cannot be read, or is not a regular one.",
    "Give read permission, and put the file itself where a link or a device is.",
  ),

  "file-too-large": error(
    "A file is larger than the compiler reads.",
    "Split the policy into several files.",
  ),
  "too-large": error(
    "A policy is larger than the compiler takes, or has more findings than it keeps.",
    "Split the policy, or mend the findings that are shown and run again.",
  ),
  "not-utf8": error("A file is not UTF-8 text.", "Save the file as UTF-8."),

  "empty-file": error("A policy file says nothing.", "Write a policy there, or remove the file."),
  "yaml-syntax": error("A file is not well-formed YAML.", "Mend the quote, bracket, indent or colon."),
  "yaml-feature": error(
    "A YAML feature is used that the strict profile leaves out: an anchor, an alias, a tag, a merge key, a second document.",
    "Quote the value where it was meant as text, else write it out.",
  ),
  "duplicate-key": error("A map has the same key twice.", "Unite the two, or rename one of them."),

  "unknown-key": error("A key is not part of the language.", "Use one of the keys that the finding names."),
  "missing-key": error("A map lacks a key that it needs.", "Add the key."),
  "wrong-type": error(
    "A value has another shape than the language asks for.",
    "Write the shape that is named.",
  ),
  "invalid-name": error("A name is not written as names are.", "Use the letters that the finding names."),
  "invalid-value": error("A value is not one of the allowed ones.", "Use one that is allowed."),
  "duplicate-item": error("A list has the same item twice.", "Remove one of them."),

  "unknown-permission": error(
    "A permission is named that no resource has, or a wildcard matches none.",
    "Correct the name, or add the action to its resource.",
  ),
  "unknown-resource": error(
    "A resource type is named that the policy does not define.",
    "Correct the name, or define the resource.",
  ),
  "unknown-role": error(
    "A role or resource role is named that the policy does not define.",
    "Correct the name, or define the role.",
  ),
  "unknown-kind": error(
    "A principal kind is named that the policy does not define.",
    "Correct the name, or define it under `principals`.",
  ),
  "unknown-scope": error(
    "A scope is named that is not on the ladder.",
    "Correct the name, or add the scope to `scopes`.",
  ),
  "duplicate-definition": error(
    "Something that is written once is written twice.",
    "Keep one of the two places.",
  ),
  "duplicate-id": error(
    "Two things are stored under one id, or an id is another one's name.",
    "Give each an id of its own.",
  ),
  "type-level-permission": error(
    "A type-level permission stands where only permissions on instances make sense.",
    "Grant it in a role, without a scope.",
  ),
  "not-contained": error(
    "A resource role names something that is neither of its resource type nor of a contained one.",
    "Name what its own type contains, or declare `in` on the other type.",
  ),
  "wrong-role-level": error(
    "A role stands where only a resource role makes sense, or the reverse.",
    "Name a role of the other level.",
  ),

  "condition-syntax": error(
    "A condition is not a well-formed expression.",
    "Mend it as the finding says, and quote the whole condition.",
  ),
  "condition-unsupported": error(
    "A condition uses something of CEL that conditions leave out.",
    "Say it with what `docs/conditions.md` lists.",
  ),
  "condition-type": error(
    "The parts of a condition do not fit together, or it is not true or false.",
    "Compare values of one type, and use each function on what it is for.",
  ),
  "unknown-attribute": error(
    "A condition reads an attribute that is not declared where it stands.",
    "Correct the name, or declare the attribute.",
  ),
  "unknown-value": error(
    "A condition compares an enumeration with a value that it does not have.",
    "Correct the value, or add it to the attribute's list.",
  ),
  "constant-condition": error(
    "A comparison has the same answer whoever asks and whatever is asked about.",
    "Compare with something else, or leave it out.",
  ),
  "no-resource": error(
    "A condition reads the resource where there is none: on a principal kind, or on an action on the type.",
    "Read only the principal there.",
  ),
  "scope-without-condition": error(
    "A scope other than the widest is granted on a resource type, and nothing says what it reaches there.",
    "Give the scope a `when`, or the resource type an entry in its `scopes`.",
  ),
  "scope-not-on-resource": error(
    "A permission is granted at a scope that its resource type says it does not have.",
    "Grant it at another scope, or give the resource type a condition for this one.",
  ),

  "inherits-cycle": error("Roles inherit each other in a circle.", "Remove one of the inheritances."),
  "implies-cycle": error("Actions imply each other in a circle.", "Remove one of the implications."),
  "implies-level": error(
    "An action on an instance implies one on the type, or the reverse.",
    "Grant both where both are meant.",
  ),
  "excepted-permission-returns": error(
    "A permission that a grant excepts comes back because another one implies it.",
    "Except the other one too, or drop the exception.",
  ),
  "default-role-not-held": error(
    "A default role of a principal kind may not be held by that kind.",
    "Add the kind to the role's `heldBy`, or remove the default role.",
  ),
  "reserved-name": error(
    "A permission or role has a name or an id that is reserved for what stored data may still hold.",
    "Take another name, or no longer reserve this one.",
  ),
  "route-conflict": error(
    "Two routes differ at most in the names of their parameters.",
    "Keep one of the two.",
  ),
  "identifier-collision": error(
    "Two names become the same identifier in the generated code.",
    "Rename one of them.",
  ),
  "invalid-ignore": error(
    "A comment that should silence a finding has no reason, or names something that cannot be silenced.",
    "Write `# rolebook-ignore <code>: <reason>` with the code of a lint.",
  ),

  "unknown-name": error(
    "A policy test names a principal, a resource or a group that its file does not define.",
    "Correct the name, or define it in the file.",
  ),
  "test-cycle": error(
    "In a file of policy tests, groups or resources contain each other in a circle.",
    "Remove one of them from the other.",
  ),
  "wrong-container": error(
    "In a file of policy tests, a resource is in something that its type is not in.",
    "Put it into a resource of a type that the policy names, or leave `container` out.",
  ),
  "asks-nothing": error(
    "A part of a policy test leads to no question.",
    "Name a resource of the type that the permission or role is on, or leave the part out.",
  ),
  "not-asked": error(
    "A policy test lists an answer to a question that it does not ask.",
    "Add it to the questions, or remove it from the answers.",
  ),
  "impossible-answer": error(
    "A policy test expects an answer that no policy gives to its question.",
    "Expect what can be, or ask the question that is meant.",
  ),

  "unused-role": lint(
    "Others can be given away, and nobody can be given this role.",
    "Name it in `assigns`, `inherits` or `defaultRoles`, or remove it.",
  ),
  "unused-resource": lint(
    "A resource has no action, no role and contains nothing.",
    "Give it actions, or remove it.",
  ),
  "unused-scope": lint("No grant uses a scope.", "Use it, or take it off the ladder."),
  "unholdable-role": lint(
    "No principal kind may hold a role, and no role inherits it.",
    "Name a kind in `heldBy`, or let a role inherit it.",
  ),
  "subsumed-grant": lint(
    "A role has all that an entry grants from another entry or by inheritance.",
    "Remove the entry.",
  ),
  "equal-roles": lint(
    "Two roles have exactly the same permissions.",
    "Keep one, or let one inherit the other.",
  ),
  "broad-wildcard": lint(
    "A wildcard grants everything that there is and everything that will be.",
    "Name the resources, as in `model:*`.",
  ),
  "unreachable-resource": lint(
    "Nobody can create a resource, or nobody can do anything with one that exists.",
    "Grant its permissions to a role.",
  ),
  "unheld-permission": lint("No role has a permission.", "Grant it, or remove the action."),
  "dead-route": lint(
    "A route demands a permission that no role has, so nobody can use it.",
    "Grant the permission, or remove the route.",
  ),
  "useless-except": lint(
    "An exception takes nothing away from its grant.",
    "Correct it to what the grant gives, or remove it.",
  ),
  "optional-attribute": lint(
    "A condition asks for an optional attribute where it may be missing, and then does not hold.",
    'Ask `has(...)` first, as in `has(resource.note) && resource.note == "x"`.',
  ),
  "confusable-text": lint(
    "A title mixes alphabets in one word, or has invisible characters that reorder or hide text.",
    "Type it again, in one alphabet.",
  ),
  "deprecated-use": lint(
    "A deprecated action is still granted by name, or a deprecated role is inherited or held by default.",
    "Use what the deprecation names.",
  ),
  "unused-ignore": lint("A comment silences nothing.", "Remove the comment."),
} as const;

/** The name of a finding. */
export type Code = keyof typeof entries;

/** Every code with its severity, exit code, sentence and cure. */
export const catalogue: Readonly<Record<Code, Entry>> = entries;

/** True for a code whose level a team may set. */
export function isLint(code: string): code is Code {
  return Object.hasOwn(entries, code) && "lint" in entries[code as Code];
}
