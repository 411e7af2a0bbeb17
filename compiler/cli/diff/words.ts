/** What a row says, as a sentence whose subject is the holder. */
import type { ChangeName, Sides } from "../../../review/diff/index.js";
import type { Row } from "./rows.js";

/** A piece of a sentence: words of ours, or text of an author. */
export type Piece = string | { readonly text: string };

/** What happened to the holder. */
export function sentenceOf(row: Row): readonly Piece[] {
  const { category, change, subjects, first } = row;
  if (category === "API" || category === "STORED") return aboutNames(row);
  const { defaultRole, route, kinds, when, containers } = first;
  const isGain = change === "gained";
  if (route !== undefined) return [isGain ? "now opens " : "no longer opens ", { text: route }];
  if (defaultRole !== undefined) {
    return change === "narrowed"
      ? ["always holds ", { text: defaultRole }, " now: nobody may give or take it any more"]
      : ["no longer always holds ", { text: defaultRole }, ": those who assign it may give and take it"];
  }
  if (kinds !== undefined) {
    const words = isGain ? "may be held by more kinds: " : "may be held by fewer kinds: ";
    return [words, ...listed(kinds.before ?? []), " → ", ...listed(kinds.after ?? [])];
  }
  if (containers !== undefined) return ofContainers(row, containers);
  if (subjects.length > 0) return ofGrants(row);
  if (when !== undefined) return [...ofRequirement(change, when), ...ofAttribute(first.meaning)];
  if (change === "widened") return ["is the only kind now: a principal without a kind is of it"];
  if (change === "narrowed") return ["is no longer the only kind: a principal without a kind is of none"];
  return [isGain ? "is new, and may hold roles" : "is gone, with all that its roles gave it"];
}

/** The whole sentence as plain text. */
export function plain(pieces: readonly Piece[]): string {
  return pieces.map((piece) => (typeof piece === "string" ? piece : piece.text)).join("");
}

function aboutNames({ category, change, subjects, first }: Row): readonly Piece[] {
  const { id, scope, reserved, meaning } = first;
  if (reserved !== undefined) return ["is no longer reserved, though stored data may hold it"];
  if (category === "STORED" && meaning !== undefined) {
    return ["is stored under an id that now means ", { text: meaning.after ?? "" }];
  }
  if (category === "STORED") {
    const gone: readonly Piece[] = id === undefined ? [] : ["its id ", { text: id.before ?? "" }, " "];
    return [...gone, "is gone, and stored data may hold it: it is not in ", { text: "reserved" }];
  }
  if (id !== undefined) return ["its constant holds another id: ", ...arrow(id, change, "nothing")];
  if (scope !== undefined) {
    return ["has ", ...listed(subjects), " at a scope of another name: ", ...arrow(scope, change, "nothing")];
  }
  return ["is gone from generated code"];
}

function ofContainers(
  { change, subjects, first }: Row,
  { before, after }: Sides<readonly string[]>,
): readonly Piece[] {
  const isWider = change === "widened";
  const steps = listed(after ?? before ?? []);
  if (subjects.length === 0) {
    return isWider
      ? ["may be checked in more containers: ", ...steps]
      : ["may be checked in fewer containers, and is denied elsewhere: no longer ", ...steps];
  }
  const limit: readonly Piece[] = first.inside ? [" inside a ", { text: first.inside.after ?? "" }] : [];
  const verb = (first.assigns === undefined ? verbs : assigning)[change];
  return [
    `${verb} `,
    ...listed(subjects),
    ...limit,
    isWider ? ", through " : ", no longer through ",
    ...steps,
  ];
}

function ofGrants({ change, subjects, first }: Row): readonly Piece[] {
  const { scope, when, inside, assigns } = first;
  const verb = (assigns === undefined ? verbs : assigning)[change];
  const limits: readonly Limit[] = [
    { word: " at ", sides: scope, nothing: "none" },
    { word: " inside a ", sides: inside, nothing: "everything" },
    { word: " when ", sides: when, nothing: "always" },
  ];
  const written = limits.flatMap(({ word, sides: both, nothing }) =>
    both === undefined
      ? []
      : [{ word, nothing, both, isFixed: isWhole(change) || both.before === both.after }],
  );
  const fixed = written.filter(({ isFixed }) => isFixed);
  const moved = written.filter(({ isFixed }) => !isFixed);
  const told = ({ word, both, nothing, isFixed }: (typeof written)[number]): readonly Piece[] => [
    isFixed || word !== " at " ? word : " scope ",
    ...arrow(both, change, nothing),
  ];
  return [
    `${verb} `,
    ...listed(subjects),
    ...fixed.flatMap(told),
    ...moved.flatMap((one, index) => [index === 0 ? ":" : ",", ...told(one)]),
    ...ofAttribute(first.meaning),
  ];
}

/** What a condition reads that is declared in another way, where it is written as before. */
function ofAttribute(meaning: Sides<string> | undefined): readonly Piece[] {
  return meaning === undefined
    ? []
    : [", with ", ...arrow(meaning, "condition-changed", "no such attribute")];
}

/** What a grant may be limited by. */
interface Limit {
  readonly word: string;
  readonly sides: Sides<string> | undefined;
  /** What it is called where there is no such limit. */
  readonly nothing: string;
}

function isWhole(change: ChangeName): boolean {
  return change === "gained" || change === "lost";
}

function ofRequirement(change: ChangeName, { before, after }: Sides<string>): readonly Piece[] {
  if (before === null) return ["now requires ", { text: after ?? "" }];
  if (after === null) return ["no longer requires ", { text: before }];
  const how = change === "widened" ? "less" : change === "narrowed" ? "more" : "something else";
  if (before === after) return [`requires ${how} by `, { text: after }];
  return [`requires ${how}: `, { text: before }, " → ", { text: after }];
}

const verbs: Readonly<Record<ChangeName, string>> = {
  gained: "gains",
  lost: "loses",
  widened: "reaches further with",
  narrowed: "reaches less far with",
  "condition-changed": "has under another condition",
  "renamed-id": "has renamed",
  removed: "has no more",
};

const assigning: Readonly<Record<ChangeName, string>> = {
  ...verbs,
  gained: "may now assign",
  lost: "may no longer assign",
  widened: "may assign in more places",
  narrowed: "may assign in fewer places",
  "condition-changed": "may assign in other places",
};

/** Of what comes or goes the one side; else both, unless they are the same. `nothing` is how no limit is called. */
function arrow({ before, after }: Sides<string>, change: ChangeName, nothing: string): readonly Piece[] {
  const shown = (side: string | null): Piece => (side === null ? nothing : { text: side });
  if (change === "gained" || before === after) return [shown(after)];
  if (change === "lost") return [shown(before)];
  return [shown(before), " → ", shown(after)];
}

function listed(all: readonly string[]): readonly Piece[] {
  if (all.length === 0) return ["nobody"];
  return all.flatMap((text, index): readonly Piece[] => (index === 0 ? [{ text }] : [", ", { text }]));
}
