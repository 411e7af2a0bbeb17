import { catalogue } from "../../catalogue.js";
import type { Diagnostic, Related, Span } from "../../diagnostic.js";
import { jsonText, pathFrom, type Format, type Surroundings } from "./format.js";

/** For code scanning: one run in SARIF 2.1.0, the static analysis results interchange format. */
export const sarif: Format = (diagnostics, surroundings) => {
  const codes = [...new Set(diagnostics.map(({ code }) => code))].sort();
  const indices = new Map(codes.map((code, index) => [code, index]));
  const rules = codes.map((id) => {
    const { sentence, cure } = catalogue[id];
    return { id, shortDescription: { text: plain(sentence) }, help: { text: plain(cure) } };
  });
  const results = diagnostics.map((finding) => ({
    ruleId: finding.code,
    ruleIndex: indices.get(finding.code),
    level: finding.severity === "error" ? "error" : "warning",
    message: messageOf(finding),
    locations: [{ physicalLocation: location(finding.span, surroundings) }],
    ...relatedOf(finding.related, surroundings),
  }));
  return jsonText({
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{ tool: { driver: { name: "rolebook", rules } }, columnKind: "utf16CodeUnits", results }],
  });
};

function messageOf({ message, help }: Pick<Diagnostic, "message" | "help">): object {
  return { text: plain(help === undefined ? message : `${message}\n${help}`) };
}

function relatedOf(related: readonly Related[], surroundings: Surroundings): object {
  if (related.length === 0) return {};
  const relatedLocations = related.map(({ message, span }, id) => ({
    id,
    message: { text: plain(message) },
    physicalLocation: location(span, surroundings),
  }));
  return { relatedLocations };
}

/** A finding about a whole file has no region. */
function location(
  { file, line, column, endLine, endColumn, text }: Span,
  { root, repository }: Surroundings,
): object {
  const uri = pathFrom(repository, root, file).split("/").map(encoded).join("/");
  const region = { startLine: line, startColumn: column, endLine, endColumn };
  return {
    artifactLocation: { uri, uriBaseId: "%SRCROOT%" },
    ...(text === undefined ? {} : { region }),
  };
}

/** Half of a surrogate pair has no encoding. */
function encoded(name: string): string {
  return encodeURIComponent(name.replace(/\p{Surrogate}/gu, "\ufffd"));
}

/** In a SARIF message, braces mark placeholders (3.11.5) and `[text](target)` is a link (3.11.6). */
function plain(text: string): string {
  return text.replace(/[{}]/g, "$&$&").replaceAll("](", "] (");
}
