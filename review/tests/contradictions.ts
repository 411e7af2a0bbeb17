/** Lines of a matrix that expect different things of one question. */
import type { Findings } from "../../compiler/findings.js";
import type { Place } from "../../compiler/ir.js";
import type { Thing } from "./cast.js";
import type { Answer, Subject } from "./grid.js";

/** An answer, with what is written for each part of it, and where. */
export interface Listed {
  readonly answer: Answer;
  readonly written: (part: Part) => string | undefined;
  readonly at: (part: Part) => Place;
}

type Part = "scope" | "via";

/** By question, the first line that says something of it. */
type First = Map<Subject, Map<Thing | undefined, Listed>>;

export class Contradictions {
  private readonly things: ReadonlySet<Thing>;
  private readonly findings: Findings;
  /** A line of a group stands for each of its members. */
  private readonly reported = new Set<Answer>();

  /** @param things all resources of the matrix */
  constructor(things: ReadonlySet<Thing>, findings: Findings) {
    this.things = things;
    this.findings = findings;
  }

  /** Reports lines of one principal of which not both can hold, at the second one. */
  report(lines: readonly Listed[]): void {
    for (const part of ["scope", "via"] as const) {
      const first: First = new Map();
      for (const line of lines) {
        const { expected } = line.answer;
        if (expected[part] === undefined || this.reported.has(line.answer)) continue;
        const other = this.contradicted(line, part, first);
        if (other === undefined) continue;
        this.reported.add(line.answer);
        const [said, before] = [line, other].map(({ written }) => written(part) ?? "");
        const message = `\`${part}: ${said ?? ""}\`, where another line says \`${before ?? ""}\` of the same question`;
        this.findings.add("impossible-answer", line.at(part), message, { other: other.at(part) });
      }
    }
  }

  /** The first line that says something else; where there is none, this one is noted. */
  private contradicted(line: Listed, part: Part, first: First): Listed | undefined {
    const { subjects, things, expected } = line.answer;
    for (const subject of subjects) {
      const row = first.get(subject) ?? new Map<Thing | undefined, Listed>();
      first.set(subject, row);
      for (const thing of subject.type === undefined ? [undefined] : (things ?? this.things)) {
        if (thing?.type !== subject.type) continue;
        const other = row.get(thing);
        if (other === undefined) row.set(thing, line);
        else if (other.answer.expected[part] !== expected[part]) return other;
      }
    }
    return undefined;
  }
}
