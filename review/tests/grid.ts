/** A matrix of questions: who, what, about which resource, and for roles to whom. What is not allowed is denied. */
import type { Resource } from "../../compiler/ir.js";
import type { Case, CasePlace, Expectation, Question } from "./case.js";
import type { Player, Thing } from "./cast.js";

/** What is asked for: a permission, or a role that may be given. */
export interface Subject {
  readonly ask: Question["ask"];
  /** As the policy names it. */
  readonly name: string;
  /** As the runtime takes it. */
  readonly id: string;
  /** What it is asked on; undefined: on no resource. */
  readonly type: Resource | undefined;
}

/** Questions that are allowed. */
export interface Answer {
  readonly subjects: ReadonlySet<Subject>;
  /** All of the grid where they are left out. */
  readonly targets: ReadonlySet<Player> | undefined;
  readonly things: ReadonlySet<Thing> | undefined;
  readonly expected: Expectation;
  readonly place: CasePlace;
}

export interface Grid {
  readonly test: string;
  readonly place: CasePlace;
  readonly askers: readonly Player[];
  /** Undefined where permissions are asked for. */
  readonly targets: readonly (Player | undefined)[];
  readonly subjects: readonly Subject[];
  readonly things: readonly Thing[];
  readonly answers: ReadonlyMap<Player, readonly Answer[]>;
}

/** What lists each allowed question, by target, resource and subject. */
type Allowed = Map<Player | undefined, Map<Thing | undefined, Map<Subject, Answer>>>;

const deny: Expectation = { allowed: false };

/** How many questions a grid asks. */
export function sizeOf(grid: Grid): number {
  const rows = columnsOf(grid);
  const row = [...rows.values()].reduce((sum, subjects) => sum + subjects.length, 0);
  return grid.askers.length * grid.targets.length * row;
}

/** The questions of a grid, in its order. */
export function* casesIn(grid: Grid): Iterable<Case> {
  const columns = columnsOf(grid);
  for (const asker of grid.askers) {
    const allowed = allowedTo(asker, grid);
    for (const target of grid.targets) {
      for (const [thing, subjects] of columns) {
        const listed = allowed.get(target)?.get(thing);
        for (const subject of subjects) {
          const answer = listed?.get(subject);
          yield {
            test: grid.test,
            question: questionOf(asker, subject, target, thing),
            expected: answer?.expected ?? deny,
            place: answer?.place ?? grid.place,
            what: subject.name,
            who: asker.name,
            on: thing?.name,
            to: target?.name,
          };
        }
      }
    }
  }
}

/** What is asked for on each resource, and first of all on none. */
function columnsOf({ subjects, things }: Grid): ReadonlyMap<Thing | undefined, readonly Subject[]> {
  const byType = new Map<Resource | undefined, Subject[]>();
  for (const subject of subjects) {
    const others = byType.get(subject.type);
    if (others === undefined) byType.set(subject.type, [subject]);
    else others.push(subject);
  }
  const columns = [undefined, ...things].map((thing) => [thing, byType.get(thing?.type) ?? []] as const);
  return new Map(columns.filter(([, asked]) => asked.length > 0));
}

function allowedTo(asker: Player, { answers, targets, things }: Grid): Allowed {
  const allowed: Allowed = new Map();
  for (const target of targets) allowed.set(target, new Map());
  for (const answer of answers.get(asker) ?? []) {
    for (const target of answer.targets ?? targets) {
      const rows = allowed.get(target);
      for (const thing of answer.things ?? [undefined, ...things]) {
        for (const subject of answer.subjects) {
          if (subject.type !== thing?.type || rows === undefined) continue;
          const row = rows.get(thing) ?? new Map<Subject, Answer>();
          rows.set(thing, row);
          const before = row.get(subject);
          row.set(subject, before === undefined ? answer : united(before, answer));
        }
      }
    }
  }
  return allowed;
}

/** What two lines say of one question: all of it must hold. No two lines of a grid contradict each other. */
function united(before: Answer, answer: Answer): Answer {
  const { scope, via } = answer.expected;
  const isNew = (scope ?? before.expected.scope) !== before.expected.scope;
  if (!isNew && (via ?? before.expected.via) === before.expected.via) return before;
  return { ...answer, expected: { ...before.expected, ...answer.expected } };
}

/** A question as the runtime takes it. */
export function questionOf(
  asker: Player,
  { ask, id }: Pick<Subject, "ask" | "id">,
  target: Player | undefined,
  thing: Pick<Thing, "value"> | undefined,
): Question {
  const on = thing === undefined ? {} : { resource: thing.value };
  const principal = asker.value;
  return ask === "check"
    ? { ask, principal, permission: id, ...on }
    : { ask, principal, role: id, target: target?.value ?? null, ...on };
}
