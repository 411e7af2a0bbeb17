/** Vite: its build is Rollup's or Rolldown's, and its dev server builds again whenever a source changes. */
import type { HotPayload, Plugin, ViteDevServer } from "vite";
import { Settling, type Built } from "../compiler/cli/builder.js";
import { builderFor, type RolebookOptions } from "./options.js";
import { buildForRollup } from "./rollup.js";
import { failureOf, warningsOf } from "./told.js";

/** The part of a Vite plugin that is Vite's own. */
export function viteHooks(options: RolebookOptions): Partial<Plugin> {
  let builder = builderFor(options, undefined);
  let server: ViteDevServer | undefined;
  let last: Built | undefined;

  const rebuild = async (to: ViteDevServer): Promise<void> => {
    const before = last;
    last = await builder.build();
    to.watcher.add([...builder.places.folders, ...builder.places.configs]);
    tell(to, last, before);
  };

  return {
    configResolved: ({ root }) => {
      builder = builderFor(options, root);
    },
    configureServer: (started) => {
      server = started;
      const settling = new Settling(() => void rebuild(started));
      started.watcher.on("all", (_event, path) => {
        if (builder.isSource(path)) settling.touch();
      });
      started.watcher.on("close", settling.close);
      // What changed before the watcher looked.
      started.watcher.once("ready", settling.touch);
      // A page that is opened, or loaded again, while the policies are broken.
      started.ws.on("connection", () => {
        const payload = last && overlayOf(last);
        if (payload !== undefined) started.ws.send(payload);
      });
    },
    async buildStart() {
      // A dev server that does not start could not show what is wrong.
      if (server !== undefined) await rebuild(server);
      else await buildForRollup(this, builder);
    },
  };
}

/** Says what is new. What is generated needs no word: it is a module that has changed, and the server watches those. */
function tell({ config: { logger }, ws }: ViteDevServer, built: Built, before: Built | undefined): void {
  const [now, then] = [built, before].map((one) => one && saidOf(one));
  if (now !== undefined && now !== then) {
    if (!built.isGood) logger.error(now, { timestamp: true });
    else if (now !== "") logger.warn(now, { timestamp: true });
    else if (before !== undefined) logger.info("rolebook: the policies are in order", { timestamp: true });
  }
  const payload = overlayOf(built);
  if (payload !== undefined) ws.send(payload);
  // An update of nothing takes the overlay away.
  else if (before?.isGood === false) ws.send({ type: "update", updates: [] });
}

function saidOf(built: Built): string {
  const warnings = warningsOf(built).map(({ shown }) => shown);
  return [failureOf(built)?.message ?? [], warnings].flat().join("\n\n");
}

function overlayOf(built: Built): HotPayload | undefined {
  const failure = failureOf(built);
  if (failure === undefined) return undefined;
  const { message, at } = failure;
  const err = { message, stack: "", plugin: "rolebook" };
  return { type: "error", err: at === undefined ? err : { ...err, id: at.file, loc: at } };
}
