/** `rolebook build --watch`: builds again whenever a source or the config changes, until it is stopped. */
import { build, type BuildOptions } from "./build.js";
import { Clock } from "./clock.js";
import { openPolicies } from "./policies.js";
import { openProject } from "./project.js";
import { showProgress } from "./progress.js";
import { bugReport, UsageError, usageReport, type Session, type Stream } from "./session.js";
import { watchSources } from "./sources.js";
import { newWorkshop, type Workshop } from "./workshop.js";

/** The shell's convention for a run that a signal ends: a command behind `&&` does not follow. */
const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const;

type Signal = keyof typeof exitCodes;

/**
 * Builds until a signal comes. Whatever is wrong with policies, config or disk meanwhile is shown, and the next change is waited for.
 * @returns the exit code of the signal
 * @throws UsageError for a wrong call
 */
export async function watch(
  session: Session,
  names: readonly string[],
  options: BuildOptions,
): Promise<number> {
  const workshop = newWorkshop();
  workshop.project = await openProject(session, names);
  const sources = await watchSources(session, workshop);
  let next: Session | undefined = session;
  let isChanged = true;
  /** Undefined: what a build says is said, even if it said so before. */
  let known: string | undefined;
  let last = "";
  const work = async (): Promise<void> => {
    while (isChanged && !sources.isClosed) {
      isChanged = false;
      const started = performance.now();
      const own = next ?? { ...session, started, clock: new Clock() };
      last = await attempt(own, names, options, workshop, known);
      if (next !== undefined) session.stderr.write("watching for changes; Ctrl-C ends it\n");
      // What was written into a folder before it was watched is built too.
      isChanged = sources.follow() || isChanged;
      known = last;
      if (next !== undefined && !isChanged) await warm(session, workshop);
      next = undefined;
    }
  };
  let working = work();
  sources.onChange((news) => {
    isChanged = true;
    // What is gone is reported in two rows. A build that can read nothing has nothing new to say of the second.
    const isSaid = news === "nothing" || (news === "removed" && workshop.last?.read === undefined);
    known = isSaid ? last : undefined;
    working = working.then(work);
  });
  const signal = await signalled();
  await sources.close();
  await working;
  return exitCodes[signal];
}

/**
 * One build, whatever comes of it. It is passed over in silence if it read what the one before did, and wrote nothing, or if it says
 * what is known.
 * @returns what it says
 */
async function attempt(
  session: Session,
  names: readonly string[],
  options: BuildOptions,
  workshop: Workshop,
  known: string | undefined,
): Promise<string> {
  const before = workshop.last?.read;
  const said: { readonly stream: Stream; readonly text: string }[] = [];
  const later = (stream: Stream): Stream => ({ write: (text) => said.push({ stream, text }) });
  const quiet = { ...session, stdout: later(session.stdout), stderr: later(session.stderr) };
  const removeProgress = showProgress(session);
  try {
    await build(quiet, names, options, workshop);
  } catch (error) {
    quiet.stderr.write(error instanceof UsageError ? usageReport(error, session) : bugReport(error));
  } finally {
    removeProgress();
  }
  if (options.timings === true) quiet.stderr.write(session.clock.table());
  const isSame = workshop.last?.read !== undefined && workshop.last.read === before;
  const all = said.map(({ text }) => text).join("");
  if ((isSame && workshop.last?.changes === 0) || all === known) return all;
  for (const { stream, text } of said) stream.write(text);
  return all;
}

/** Compiles what the first build did not need to compile, for the sake of the next one. */
async function warm(session: Session, { project, sources, printed }: Workshop): Promise<void> {
  if (project?.config === undefined) return;
  const { root, config, cache } = project;
  const idle = { ...session, clock: new Clock() };
  for (const policy of openPolicies(root, config, idle, cache, { sources, printed })) {
    const { name } = policy.sources;
    if (printed.has(name) || (await policy.statistics()) === undefined) continue;
    const own = new Map<string, never>();
    printed.set(name, own);
    await policy.generate(own);
  }
}

/** Waits for the signal that ends the run. A second one ends it at once. */
function signalled(): Promise<Signal> {
  return new Promise((resolve) => {
    for (const signal of Object.keys(exitCodes) as readonly Signal[]) {
      process.once(signal, () => {
        for (const other of Object.keys(exitCodes)) process.removeAllListeners(other);
        resolve(signal);
      });
    }
  });
}
