import type * as Review from "../../../../review/tests/index.js";
import type { Diagnostic } from "../../../diagnostic.js";
import { pathFrom } from "../../formats/format.js";
import { visible, visibleLines } from "../../visible.js";
import type { Tested } from "../tested.js";
import { countsOf, type Format, type Surroundings } from "./format.js";

type Tests = typeof Review;

/** An element as the builder takes it: what begins with `@` is an attribute, `#text` is what is inside. */
interface Element {
  readonly [name: string]: string | number | Element | readonly Element[];
}

/** For CI: JUnit's XML, a suite for each policy and a case for each test. What is wrong with a policy is an error of a case. */
export const junit: Format = async ({ diagnostics, tested }, surroundings) => {
  const { default: Builder } = await import("fast-xml-builder");
  const tests = await import("../../../../review/tests/index.js");
  const suites = [
    ...tested.map((one) => suiteOf(one, surroundings, tests)),
    ...(diagnostics.length === 0 ? [] : [suiteOfFindings(diagnostics, surroundings)]),
  ];
  const sum = (key: string): number => suites.reduce((all, suite) => all + Number(suite[key]), 0);
  const totals = {
    "@name": "rolebook",
    "@tests": sum("@tests"),
    "@failures": sum("@failures"),
    "@errors": sum("@errors"),
    "@time": sum("@time").toFixed(3),
  };
  const builder = new Builder({
    attributeNamePrefix: "@",
    ignoreAttributes: false,
    format: true,
    suppressEmptyNode: true,
    processEntities: true,
  });
  const xml = builder.build({
    "?xml": { "@version": "1.0", "@encoding": "UTF-8" },
    testsuites: { ...totals, testsuite: suites },
  });
  return `${xml.trimEnd()}\n`;
};

function suiteOf(one: Tested, surroundings: Surroundings, tests: Tests): Element {
  const { name, results } = one;
  const seconds = results.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1000;
  return {
    "@name": name,
    "@tests": results.length,
    "@failures": results.filter(({ failed }) => failed > 0).length,
    "@errors": 0,
    "@time": seconds.toFixed(3),
    properties: { property: [{ "@name": "questions", "@value": countsOf(one).questions }] },
    testcase: results.map((result) => caseOf(name, result, surroundings, tests)),
  };
}

function caseOf(
  policy: string,
  { test, failed, failures, milliseconds }: Review.TestResult,
  { cwd, root }: Surroundings,
  { failureText }: Tests,
): Element {
  const show = ({ file, line }: { readonly file: string; readonly line: number }): string =>
    `${visible(pathFrom(cwd, root, file))}:${String(line)}`;
  const texts = failures.map((failure) => failureText(failure, show));
  const more =
    failed > failures.length ? [`and ${String(failed - failures.length)} more of this test\n`] : [];
  return {
    "@name": legal(visible(test.name)),
    "@classname": policy,
    "@file": legal(visible(pathFrom(cwd, root, test.place.file))),
    "@line": test.place.line,
    "@time": (milliseconds / 1000).toFixed(3),
    ...(failed === 0
      ? {}
      : {
          failure: {
            "@message": `${String(failed)} of ${String(test.size)} answers differ`,
            "@type": "answer",
            "#text": legal(visibleLines([...texts, ...more].join("\n"))),
          },
        }),
  };
}

function suiteOfFindings(diagnostics: readonly Diagnostic[], { cwd, root }: Surroundings): Element {
  return {
    "@name": "findings",
    "@tests": diagnostics.length,
    "@failures": 0,
    "@errors": diagnostics.length,
    "@time": "0.000",
    testcase: diagnostics.map(({ code, message, span, help }) => {
      const file = legal(visible(pathFrom(cwd, root, span.file)));
      return {
        "@name": `${file}:${String(span.line)}:${String(span.column)} ${code}`,
        "@classname": "findings",
        "@file": file,
        "@line": span.line,
        error: {
          "@message": legal(visible(message)),
          "@type": code,
          ...(help === undefined ? {} : { "#text": legal(visible(help)) }),
        },
      };
    }),
  };
}

/** XML has no half of a surrogate pair, and two more characters that it cannot hold. */
function legal(text: string): string {
  return text.replace(/\p{Surrogate}|[\ufffe\uffff]/gu, "\ufffd");
}
