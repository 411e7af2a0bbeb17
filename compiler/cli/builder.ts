/** Builds for programs that are no command line, bundlers first of all: the same builds, and what came of them as data. */
import { join } from "node:path";
import { createColors } from "picocolors";
import { hasErrors, type Diagnostic } from "../diagnostic.js";
import { Clock } from "./clock.js";
import { write } from "./output.js";
import { mayBeSource, placesOf, type Places } from "./places.js";
import { render } from "./render.js";
import { bugReport, UsageError } from "./session.js";
import { compare, newWorkshop, openWork } from "./workshop.js";

export { didYouMean } from "../nearest.js";
export { Settling } from "./settling.js";

/** A finding with everything that a program may want to show of it. */
export interface Finding extends Diagnostic {
  /** Where the file stands on this machine. */
  readonly path: string;
  /** The finding as the command line shows it. */
  readonly shown: string;
}

/** What a build found and did. */
export interface Built {
  readonly findings: readonly Finding[];
  /** Why nothing could be built, where that is nothing about a policy's content. */
  readonly trouble: string | undefined;
  /** True where all is well, and what is generated stands there. */
  readonly isGood: boolean;
  /** How many files were written or removed. */
  readonly written: number;
}

export interface BuilderOptions {
  /** The folder of the project, or one inside it. */
  readonly root: string;
  /** Which policies; all if none is named. */
  readonly policies?: readonly string[] | undefined;
  /** Write nothing: what is stale is trouble. */
  readonly check?: boolean | undefined;
}

/** Builds the policies of a project, as often as it is asked to, one build after the other. */
export class Builder {
  private readonly options: BuilderOptions;
  private readonly workshop = newWorkshop();
  private building: Promise<unknown> = Promise.resolve();

  constructor(options: BuilderOptions) {
    this.options = options;
  }

  /** Where sources may stand, as far as the last build knows. */
  get places(): Places {
    return placesOf(this.options.root, this.workshop.project);
  }

  /** The files that the last build read. */
  get sources(): readonly string[] {
    const { root = this.options.root } = this.workshop.project ?? {};
    const files = [...this.workshop.sources.values()].flatMap((policy) => policy.files);
    return [...new Set(files.map(({ path }) => join(root, path)))];
  }

  /** True for a path whose change asks for a build. */
  isSource(path: string): boolean {
    return mayBeSource(path, this.places);
  }

  /** One build, after those that were asked for before. It never rejects. */
  build(): Promise<Built> {
    const built = this.building.then(() => this.attempt());
    this.building = built;
    return built;
  }

  private async attempt(): Promise<Built> {
    try {
      return await this.work();
    } catch (error) {
      const trouble = error instanceof UsageError ? error.message : bugReport(error).trimEnd();
      return { findings: [], trouble, isGood: false, written: 0 };
    }
  }

  private async work(): Promise<Built> {
    const { workshop, options } = this;
    const { root: cwd, policies: names = [] } = options;
    const session = { cwd, clock: new Clock() };
    const opened = await openWork(session, names, workshop);
    const { root, cache } = opened.project;
    const findings = opened.diagnostics.map((one) => findingOf(one, root));
    if (opened.policies === undefined || hasErrors(opened.diagnostics)) {
      await cache.save();
      return { findings, trouble: undefined, isGood: false, written: 0 };
    }
    const { changed } = await compare(opened, names, session, workshop);
    if (options.check !== true) await write(root, changed);
    await cache.save();
    const [first] = changed;
    if (options.check === true && first !== undefined) {
      const trouble = `generated files are stale, \`${first.path}\` first of all: run \`rolebook build\` and commit them`;
      return { findings, trouble, isGood: false, written: 0 };
    }
    return { findings, trouble: undefined, isGood: true, written: changed.length };
  }
}

function findingOf(diagnostic: Diagnostic, root: string): Finding {
  const surroundings = { cwd: process.cwd(), colors: createColors(false) };
  const shown = render(diagnostic, root, surroundings).trimEnd();
  return { ...diagnostic, path: join(root, diagnostic.span.file), shown };
}
