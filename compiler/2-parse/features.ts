import { diagnostic, type Diagnostic } from "../diagnostic.js";
import type { Feature, Scan } from "./scan.js";
import type { Text } from "./text.js";

/** The finding for a YAML feature that the strict profile leaves out. */
export function refusal(feature: Feature, scan: Scan, text: Text): Diagnostic {
  const { from, to, kind, source } = feature;
  const message = `\`${source}\` is ${article(kind)} in YAML, which policies do not use`;
  return diagnostic("yaml-feature", text.span(from, to), message, { help: cure(feature, scan) });
}

function cure({ kind, source }: Feature, { anchors }: Scan): string {
  switch (kind) {
    case "alias":
      return anchors.has(source.slice(1)) ? "write the value out" : `quote it: \`"${source}"\``;
    case "anchor":
      return "quote the whole value, or remove the anchor and write the value out where it is needed";
    case "directive":
      return "remove it: policies are YAML 1.2";
    case "merge key":
      return "write the entries out";
    case "tag":
      return "quote the whole value, or remove the tag";
  }
}

function article(kind: Feature["kind"]): string {
  return kind === "alias" || kind === "anchor" ? `an ${kind}` : `a ${kind}`;
}
