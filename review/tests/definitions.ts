import type { Findings } from "../../compiler/findings.js";
import { cureFor } from "../../compiler/nearest.js";
import type { Word } from "./vocabulary.js";

/** Things that name each other may be so deep. */
export const deepestNesting = 256;

/** What a file defines by name. Each is made when it is first needed, since one may be made from another. */
export class Definitions<Written, Made> {
  /** In the order of the file; undefined for one that is wrong, which is reported where it stands. */
  readonly all: ReadonlyMap<string, Made | undefined>;
  private readonly written: Readonly<Record<string, Written>>;
  private readonly what: string;
  private readonly make: (name: string, written: Written, find: Find<Made>) => Made | undefined;
  private readonly findings: Findings;
  private readonly made = new Map<string, Made | undefined>();
  private readonly open: string[] = [];

  /** @param what what each is, in a word */
  constructor(
    written: Readonly<Record<string, Written>>,
    what: string,
    make: (name: string, written: Written, find: Find<Made>) => Made | undefined,
    findings: Findings,
  ) {
    this.written = written;
    this.what = what;
    this.make = make;
    this.findings = findings;
    const names = Object.keys(written);
    this.all = new Map(names.map((name) => [name, this.called(name)]));
  }

  /** One by name; to name none, or a circle, is a finding. */
  private readonly find: Find<Made> = ({ value, place }) => {
    const { open, findings, what } = this;
    if (!Object.hasOwn(this.written, value)) {
      const help = cureFor(value, Object.keys(this.written), what);
      const message = `\`${value}\` is not a ${what} of this file`;
      findings.add("unknown-name", { ...place, within: value }, message, { help });
    } else if (open.includes(value)) {
      const circle = [...open.slice(open.indexOf(value)), value].map((name) => `\`${name}\``).join(" > ");
      findings.add("test-cycle", place, `${what}s name each other in a circle: ${circle}`);
    } else if (open.length > deepestNesting) {
      findings.add("too-large", place, `more than ${deepestNesting} ${what}s name each other here`);
    } else return this.called(value);
    return undefined;
  };

  private called(name: string): Made | undefined {
    const written = this.written[name];
    if (this.made.has(name) || written === undefined) return this.made.get(name);
    this.open.push(name);
    const made = this.make(name, written, this.find);
    this.open.pop();
    this.made.set(name, made);
    return made;
  }
}

/** Looks one up by name. */
export type Find<Made> = (word: Word) => Made | undefined;
