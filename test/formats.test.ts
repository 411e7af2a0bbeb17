/** Findings as text, JSON, workflow commands and SARIF: what each says, and that hostile names stay names in it. */
import { createRequire } from "node:module";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import Ajv04 from "ajv-draft-04";
import addFormats from "ajv-formats";
import { createColors } from "picocolors";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { catalogue } from "../compiler/catalogue.js";
import { Clock } from "../compiler/cli/clock.js";
import type { Surroundings } from "../compiler/cli/formats/format.js";
import { github } from "../compiler/cli/formats/github.js";
import { json } from "../compiler/cli/formats/json.js";
import { sarif } from "../compiler/cli/formats/sarif.js";
import { text } from "../compiler/cli/formats/text.js";
import { formatNames, report, type ReportOptions } from "../compiler/cli/report.js";
import { wholeFile, type Diagnostic, type Span } from "../compiler/diagnostic.js";
import { rolebook, Scratch, snapshot, write } from "./support/project.js";

const require = createRequire(import.meta.url);
const scratch = new Scratch("formats");
const colors = createColors(false);

beforeAll(() => {
  vi.stubEnv("NO_COLOR", "1");
});

afterAll(() => {
  vi.unstubAllEnvs();
  scratch.dispose();
});

/** A repository `/r` with a project in `/r/p`, seen from `/r/p/app`. */
const nested: Surroundings = { root: "/r/p", cwd: "/r/p/app", repository: "/r", colors };
const flat: Surroundings = { root: "/r", cwd: "/r", repository: "/r", colors };

const span: Span = { file: "policies/a.yaml", line: 2, column: 3, endLine: 2, endColumn: 7, text: "  aaaa" };

function finding(over: Partial<Diagnostic> = {}): Diagnostic {
  return {
    code: "unknown-role",
    severity: "error",
    message: "`b` is not a role",
    span,
    related: [],
    help: undefined,
    ...over,
  };
}

const warning = finding({ severity: "warn", message: "seldom useful" });
const whole = finding({ code: "empty-file", message: "says nothing", span: wholeFile("policies/b.yaml") });
const multiline = finding({ span: { ...span, endLine: 4, endColumn: 2 }, help: "did you mean `c`?" });
const related = finding({
  code: "duplicate-definition",
  related: [
    { message: "first here", span: { ...span, file: "policies/c.yaml", line: 9, endLine: 9 } },
    { message: "and this file", span: wholeFile("policies/d.yaml") },
  ],
});

const hostile = [
  "one\ntwo\r\nthree\rfour",
  "100% %0A %25",
  "::error file=x::injected",
  "\n::set-output name=x::y",
  "a,b:c=d,title=e",
  "\u001b[31mred\u009b0m\u0000\u0007",
  "\u202eright to left\u2066\u2028\u2029\u0085",
  "日本語 👩‍🔬 naïve",
  "half \ud83d",
  "{0} {x} }{ [text](https://example.com) [x](1)",
  "`\"'\\ </script><!--",
];

const hostileFindings = hostile.map((name) =>
  finding({
    message: `\`${name}\` is not a role`,
    help: `did you mean ${name}?`,
    span: { ...span, file: `policies/${name.replaceAll("/", "_")}.yaml`, text: name },
    related: [{ message: name, span: { ...span, file: `${name.replaceAll("/", "_")}.yaml` } }],
  }),
);
const every = [finding(), warning, whole, multiline, related, ...hostileFindings];
const many = Array.from({ length: 5_000 }, (_, index) => (index % 10 === 9 ? warning : finding()));

/** Characters that must not reach a terminal; line feeds are asked about elsewhere. */
const control = /(?!\n)\p{Cc}|[\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;

interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

interface Json {
  readonly diagnostics: readonly (Place & {
    readonly code: string;
    readonly message: string;
    readonly help?: string;
    readonly related?: readonly (Place & { readonly message: string })[];
  })[];
}

interface Location {
  readonly message?: { readonly text: string };
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string; readonly uriBaseId: string };
    readonly region?: object;
  };
}

interface Sarif {
  readonly runs: readonly [
    {
      readonly columnKind: string;
      readonly tool: { readonly driver: { readonly name: string; readonly rules: readonly object[] } };
      readonly results: readonly {
        readonly ruleId: string;
        readonly ruleIndex: number;
        readonly level: string;
        readonly message: { readonly text: string };
        readonly locations: readonly [Location];
        readonly relatedLocations?: readonly Location[];
      }[];
    },
  ];
}

const schemaOf = (path: string): object => require(path) as object;
const isJson = new Ajv2020({ strict: true }).compile<Json>(
  schemaOf("rolebook/schema/diagnostics.schema.json"),
);
/** Its `language` has a pattern that is only a regular expression without the flag `u`. */
const isSarif = (() => {
  const ajv = new Ajv04.default({ strict: false, unicodeRegExp: false });
  addFormats.default(ajv);
  return ajv.compile<Sarif>(schemaOf("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"));
})();

function valid<T>(check: ValidateFunction<T>, document: string): T {
  const data: unknown = JSON.parse(document);
  check(data);
  expect(check.errors ?? []).toEqual([]);
  return data as T;
}

describe("text", () => {
  test("shows findings and counts them", () => {
    expect(text([finding()], flat)).toBe(
      "error[unknown-role]: `b` is not a role\n  policies/a.yaml:2:3\n  2 |   aaaa\n    |   ^^^^\n\n1 error\n",
    );
    expect(text([], flat)).toBe("");
    expect(text([warning], flat)).toMatch(/^warn\[unknown-role\]: .*\n\n1 warning\n$/s);
    expect(text([finding(), warning, finding()], flat)).toMatch(/\n\n2 errors, 1 warning\n$/);
    expect(text([warning, finding(), warning], flat)).toMatch(/\n\n1 error, 2 warnings\n$/);
  });

  test("shows the first hundred only", () => {
    const hundred = text(many.slice(0, 100), flat);
    expect(hundred).toMatch(/\^\n\n90 errors, 10 warnings\n$/);
    expect(hundred).not.toContain("more");
    expect(text([...many.slice(0, 100), finding()], flat)).toMatch(
      /\^\n\n… and 1 more \(1 error\)\n91 errors, 10 warnings\n$/,
    );
    const all = text(many, flat);
    expect(all.match(/^(error|warn)\[/gm)).toHaveLength(100);
    expect(all).toMatch(/\n\n… and 4900 more \(4410 errors, 490 warnings\)\n4500 errors, 500 warnings\n$/);
  });

  test("lets nothing command the terminal", () => {
    const lines = (findings: readonly Diagnostic[]): number => text(findings, nested).split("\n").length;
    for (const one of hostileFindings) {
      expect(text([one], nested)).not.toMatch(control);
      expect(lines([one])).toBe(lines([{ ...one, message: "", help: "" }]));
    }
  });
});

describe("json", () => {
  const parsed = (diagnostics: readonly Diagnostic[], surroundings = flat): Json =>
    valid(isJson, json(diagnostics, surroundings));

  test("says everything that a finding says", () => {
    expect(parsed([])).toEqual({ diagnostics: [] });
    const place = { line: 2, column: 3, endLine: 2, endColumn: 7 };
    const start = { line: 1, column: 1, endLine: 1, endColumn: 1 };
    const common = { code: "unknown-role", severity: "error", message: "`b` is not a role" };
    expect(parsed([finding(), warning, whole, multiline, related]).diagnostics).toEqual([
      { ...common, file: "policies/a.yaml", ...place },
      { ...common, severity: "warn", message: "seldom useful", file: "policies/a.yaml", ...place },
      { code: "empty-file", severity: "error", message: "says nothing", file: "policies/b.yaml", ...start },
      { ...common, file: "policies/a.yaml", ...place, endLine: 4, endColumn: 2, help: "did you mean `c`?" },
      {
        ...common,
        code: "duplicate-definition",
        file: "policies/a.yaml",
        ...place,
        related: [
          { message: "first here", file: "policies/c.yaml", ...place, line: 9, endLine: 9 },
          { message: "and this file", file: "policies/d.yaml", ...start },
        ],
      },
    ]);
  });

  test("names files from the working folder", () => {
    expect(parsed([finding()], nested).diagnostics[0]?.file).toBe("../policies/a.yaml");
    expect(parsed([finding({ span: wholeFile("app") })], nested).diagnostics[0]?.file).toBe(".");
  });

  test("keeps every character of a name, and shows none that could command a terminal", () => {
    expect(json(every, flat)).not.toMatch(control);
    for (const [index, { message, help, file, related: others }] of parsed(
      hostileFindings,
    ).diagnostics.entries()) {
      const name = hostile[index] ?? "";
      expect([message, help]).toEqual([`\`${name}\` is not a role`, `did you mean ${name}?`]);
      expect(file).toBe(`policies/${name.replaceAll("/", "_")}.yaml`);
      expect(others?.[0]?.message).toBe(name);
    }
  });

  test("is not capped", () => {
    expect(parsed(many).diagnostics).toHaveLength(5_000);
  });

  test("has a schema that describes each key and refuses others", () => {
    expect(isJson({})).toBe(false);
    expect(isJson({ diagnostics: [{ ...(parsed([finding()]).diagnostics[0] ?? {}), line: 0 }] })).toBe(false);
    const visit = (schema: unknown): void => {
      if (typeof schema !== "object" || schema === null) return;
      const { properties = {}, $defs = {} } = schema as Record<string, Record<string, object>>;
      for (const one of [...Object.values(properties), ...Object.values($defs)]) {
        if (!("$ref" in one)) {
          expect(one).toMatchObject({
            title: expect.any(String) as string,
            description: expect.any(String) as string,
          });
        }
        visit(one);
      }
    };
    visit(JSON.parse(readFileSync("schema/diagnostics.schema.json", "utf8")));
  });
});

describe("github", () => {
  /** Reads a workflow command as the runner does. */
  function read(line: string): { kind: string; properties: Record<string, string>; message: string } {
    const [, kind = "", head = "", message = ""] = /^::(\w+) (.*?)::(.*)$/s.exec(line) ?? [];
    const unescaped = (value: string): string =>
      value.replace(/%(0A|0D|3A|2C|25)/g, (code) => decodeURIComponent(code));
    const pairs = head.split(",").map((pair) => {
      const at = pair.indexOf("=");
      return [pair.slice(0, at), unescaped(pair.slice(at + 1))] as const;
    });
    return { kind, properties: Object.fromEntries(pairs), message: unescaped(message) };
  }

  const shown = (value: string): string =>
    value.replace(/(?![\r\n])\p{Cc}|[\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu, "\ufffd");

  test("is a command for each finding", () => {
    expect(github([], flat)).toBe("");
    expect(github([finding(), warning, whole, multiline, related], flat).split("\n")).toEqual([
      "::error file=policies/a.yaml,line=2,endLine=2,col=3,endColumn=7,title=rolebook unknown-role::`b` is not a role",
      "::warning file=policies/a.yaml,line=2,endLine=2,col=3,endColumn=7,title=rolebook unknown-role::seldom useful",
      "::error file=policies/b.yaml,title=rolebook empty-file::says nothing",
      "::error file=policies/a.yaml,line=2,endLine=4,title=rolebook unknown-role::`b` is not a role%0Adid you mean `c`?",
      "::error file=policies/a.yaml,line=2,endLine=2,col=3,endColumn=7,title=rolebook duplicate-definition::" +
        "`b` is not a role%0Apolicies/c.yaml:9:3: first here%0Apolicies/d.yaml: and this file",
      "",
    ]);
  });

  test("names files from the top of the repository", () => {
    expect(github([finding()], nested)).toContain("file=p/policies/a.yaml,");
  });

  test("lets no name become a command or a property", () => {
    for (const [index, one] of hostileFindings.entries()) {
      const output = github([one], flat);
      expect(output).toMatch(/^::error [^\r\n]*\n$/);
      expect(output).not.toMatch(control);
      const { kind, properties, message } = read(output.slice(0, -1));
      const name = shown(hostile[index] ?? "");
      const file = name.replaceAll("/", "_");
      expect(kind).toBe("error");
      expect(properties).toEqual({
        file: `policies/${file}.yaml`,
        line: "2",
        endLine: "2",
        col: "3",
        endColumn: "7",
        title: "rolebook unknown-role",
      });
      expect(message).toBe(`\`${name}\` is not a role\n${file}.yaml:2:3: ${name}\ndid you mean ${name}?`);
    }
    expect(github([finding({ message: "100%\r\n" })], flat)).toMatch(/::100%25%0D%0A\n$/);
  });

  test("is not capped", () => {
    expect(github(many, flat).match(/^::(error|warning) /gm)).toHaveLength(5_000);
  });
});

describe("sarif", () => {
  const parsed = (diagnostics: readonly Diagnostic[], surroundings = flat): Sarif["runs"][0] =>
    valid(isSarif, sarif(diagnostics, surroundings)).runs[0];

  test("is one run, with the codes that occur as rules", () => {
    expect(parsed([])).toEqual({
      tool: { driver: { name: "rolebook", rules: [] } },
      columnKind: "utf16CodeUnits",
      results: [],
    });
    const { tool, results } = parsed(every);
    const codes = ["duplicate-definition", "empty-file", "unknown-role"] as const;
    expect(tool.driver.rules).toEqual(
      codes.map((id) => {
        const { sentence, cure } = catalogue[id];
        return { id, shortDescription: { text: sentence }, help: { text: cure } };
      }),
    );
    expect(results.map(({ ruleId }) => ruleId)).toEqual(every.map(({ code }) => code));
    for (const { ruleId, ruleIndex } of results) expect(codes[ruleIndex]).toBe(ruleId);
  });

  test("has a level, a message and places for each finding", () => {
    const artifactLocation = { uri: "policies/a.yaml", uriBaseId: "%SRCROOT%" };
    const region = { startLine: 2, startColumn: 3, endLine: 2, endColumn: 7 };
    const { results } = parsed([finding(), warning, whole, multiline, related]);
    expect(results.map(({ level, message }) => [level, message.text])).toEqual([
      ["error", "`b` is not a role"],
      ["warning", "seldom useful"],
      ["error", "says nothing"],
      ["error", "`b` is not a role\ndid you mean `c`?"],
      ["error", "`b` is not a role"],
    ]);
    expect(results.map(({ locations: [{ physicalLocation }] }) => physicalLocation)).toEqual([
      { artifactLocation, region },
      { artifactLocation, region },
      { artifactLocation: { ...artifactLocation, uri: "policies/b.yaml" } },
      { artifactLocation, region: { ...region, endLine: 4, endColumn: 2 } },
      { artifactLocation, region },
    ]);
    expect(results.map(({ relatedLocations }) => relatedLocations)).toEqual([
      ...Array.from({ length: 4 }, () => undefined),
      [
        {
          id: 0,
          message: { text: "first here" },
          physicalLocation: {
            artifactLocation: { ...artifactLocation, uri: "policies/c.yaml" },
            region: { ...region, startLine: 9, endLine: 9 },
          },
        },
        {
          id: 1,
          message: { text: "and this file" },
          physicalLocation: { artifactLocation: { ...artifactLocation, uri: "policies/d.yaml" } },
        },
      ],
    ]);
  });

  test("names files from the top of the repository, percent-encoded", () => {
    const uriOf = (file: string, surroundings: Surroundings): string | undefined =>
      parsed([finding({ span: { ...span, file } })], surroundings).results[0]?.locations[0].physicalLocation
        .artifactLocation.uri;
    expect(uriOf("policies/a.yaml", nested)).toBe("p/policies/a.yaml");
    expect(uriOf("a:b/ü #?%.yaml", flat)).toBe("a%3Ab/%C3%BC%20%23%3F%25.yaml");
    for (const name of hostile.map((one) => one.replaceAll("/", "_"))) {
      const decoded = decodeURIComponent(uriOf(`x/${name}`, flat) ?? "");
      expect(decoded).toBe(`x/${name.replace(/\p{Surrogate}/gu, "\ufffd")}`);
    }
  });

  test("lets no name become a placeholder, a link or a command to a terminal", () => {
    expect(sarif(every, flat)).not.toMatch(control);
    for (const { message, relatedLocations } of parsed(hostileFindings).results) {
      for (const one of [message.text, relatedLocations?.[0]?.message?.text ?? ""]) {
        expect(one.replaceAll("{{", "").replaceAll("}}", "")).not.toMatch(/[{}]/);
        expect(one).not.toMatch(/\[[^\]]*\]\([^)]+\)/);
      }
    }
  });

  test("is not capped", () => {
    expect(parsed(many).results).toHaveLength(5_000);
  });
});

describe("a report", () => {
  const unreadable = finding({ code: "unreadable-file" });

  function reported(
    diagnostics: readonly Diagnostic[],
    options: ReportOptions,
  ): { exitCode: number; stdout: readonly string[]; stderr: readonly string[] } {
    const [stdout, stderr]: [string[], string[]] = [[], []];
    const stream = (texts: string[]) => ({ write: (one: string) => texts.push(one) });
    const clock = new Clock();
    const session = { cwd: "/r", stdout: stream(stdout), stderr: stream(stderr), colors, started: 0, clock };
    return { exitCode: report(session, "/r", diagnostics, options), stdout, stderr };
  }

  test.each(formatNames)("as %s leads to the exit code that the findings lead to", (format) => {
    const exitCode = (...findings: readonly Diagnostic[]): number => reported(findings, { format }).exitCode;
    expect(exitCode()).toBe(0);
    expect(exitCode(warning)).toBe(0);
    expect(exitCode(warning, finding())).toBe(1);
    expect(exitCode(finding(), unreadable)).toBe(2);
  });

  test.each(formatNames)("as %s is written at once, to one stream", (format) => {
    const { stdout, stderr } = reported(many, { format });
    expect([stdout.length, stderr.length]).toEqual(format === "text" ? [0, 1] : [1, 0]);
  });

  test.each(formatNames)("as %s is not slow, however long", (format) => {
    const before = performance.now();
    reported(many, { format });
    expect(performance.now() - before).toBeLessThan(2_000);
  });

  test("without a finding is a document, or nothing", () => {
    const written = formatNames.map((format) => reported([], { format }));
    expect(written.map(({ stdout, stderr }) => [stdout.length, stderr.length])).toEqual([
      [0, 0],
      [1, 0],
      [0, 0],
      [1, 0],
    ]);
  });

  test.each(formatNames)("as %s fails when there are more warnings than allowed", (format) => {
    const run = (maxWarnings: number, ...findings: readonly Diagnostic[]) =>
      reported(findings, { format, maxWarnings });
    expect(run(0).exitCode).toBe(0);
    expect(run(2, warning, warning).exitCode).toBe(0);
    const { exitCode, stderr } = run(1, warning, warning);
    expect(exitCode).toBe(1);
    expect(stderr.at(-1)).toBe("too many warnings: 2, and `--max-warnings` is 1\n");
    expect(run(0, finding()).stderr.join("")).not.toContain("--max-warnings");
    expect(run(0, warning, finding()).exitCode).toBe(1);
    expect(run(0, warning, unreadable).exitCode).toBe(2);
  });
});

describe("the command line", () => {
  const good = "resources:\n  job: { actions: { cancel: } }\nroles:\n  operator: { allow: ['job:cancel'] }\n";
  const bad = good.replace("job:cancel", "job:cancle");
  const documents = ["json", "github", "sarif"] as const;

  function check(format: (typeof documents)[number], stdout: string, findings: number): void {
    if (format === "json") expect(valid(isJson, stdout).diagnostics).toHaveLength(findings);
    if (format === "sarif") expect(valid(isSarif, stdout).runs[0].results).toHaveLength(findings);
    if (format === "github") {
      expect(stdout).toMatch(/^(::(error|warning) .*\n)*$/);
      expect(stdout.split("\n")).toHaveLength(findings + 1);
    }
  }

  const commands = [["validate"], ["build"], ["build", "--check"], ["build", "--dry-run"]] as const;
  const cases = documents.flatMap((format) => commands.map((command) => [format, command] as const));

  test.each(cases)("%s: stdout of %j holds the document only", async (format, command) => {
    const root = scratch.project({ "policies/jobs/roles.yaml": bad });
    const failed = await rolebook(root, [...command, "--format", format]);
    expect([failed.exitCode, failed.stderr]).toEqual([1, ""]);
    check(format, failed.stdout, 1);
    expect(failed.stdout).toContain("did you mean `job:cancel`?");
    expect(existsSync(join(root, "generated"))).toBe(false);

    write(root, { "policies/jobs/roles.yaml": good });
    const clean = await rolebook(root, [...command, "--format", format]);
    expect(clean.exitCode).toBe(command.includes("--check" as never) ? 1 : 0);
    check(format, clean.stdout, 0);
    expect(clean.stderr).toMatch(/^jobs: 1 roles, .*\ndone in \d+\.\d s\n/m);
  });

  test.each(documents)("%s: a diff of --check goes to stderr", async (format) => {
    const root = scratch.project({ "policies/jobs/roles.yaml": good });
    const { exitCode, stdout, stderr } = await rolebook(root, ["build", "--check", "--format", format]);
    expect(exitCode).toBe(1);
    check(format, stdout, 0);
    expect(stderr).toContain("--- /dev/null\n+++ b/generated/jobs/roles.ts\n");
    expect(stderr).toMatch(/generated files are stale: .*\n$/);
    expect((await rolebook(root, ["build", "--format", format])).exitCode).toBe(0);
    expect((await rolebook(root, ["build", "--check", "--format", format])).exitCode).toBe(0);
  });

  test.each(documents)("%s: a wrong config, and no policy at all, are findings too", async (format) => {
    const wrong = scratch.project({ "rolebook.yaml": "version: 2\npolicies: {}\n" });
    const empty = scratch.project({ "README.md": "" });
    for (const command of commands) {
      const run = await rolebook(wrong, [...command, "--format", format]);
      expect([run.exitCode, run.stderr]).toEqual([2, ""]);
      check(format, run.stdout, 2);
      const none = await rolebook(empty, [...command, "--format", format]);
      expect([none.exitCode, none.stderr]).toEqual([2, ""]);
      check(format, none.stdout, 1);
    }
  });

  test("paths from a folder inside the repository", async () => {
    const root = scratch.project({
      ".git/HEAD": "",
      "p/rolebook.yaml": "version: 1\npolicies: { jobs: { source: rules, out: out } }\n",
      "p/rules/roles.yaml": bad,
      "p/app/x": "",
    });
    const at = async (format: string): Promise<string> =>
      (await rolebook(join(root, "p/app"), ["validate", "--format", format])).stdout;
    expect(valid(isJson, await at("json")).diagnostics[0]?.file).toBe("../rules/roles.yaml");
    expect(await at("github")).toContain("file=p/rules/roles.yaml,");
    expect(await at("sarif")).toContain('"uri": "p/rules/roles.yaml"');
  });

  test("text is what there is without the option", async () => {
    const root = scratch.project({ "policies/jobs/roles.yaml": bad });
    const plain = await rolebook(root, ["validate"]);
    expect(plain.stderr).toMatch(/^error\[unknown-permission\].*\n1 error\n$/s);
    expect(await rolebook(root, ["validate", "--format", "text"])).toEqual(plain);
  });

  test.each([
    [["validate", "--format", "xml"], "Allowed choices are text, json, github, sarif"],
    [["build", "--format"], "argument missing"],
    [["validate", "--max-warnings", "many"], "is not a whole number"],
    [["validate", "--max-warnings", "-1"], "is not a whole number"],
    [["build", "--max-warnings", "1.5"], "is not a whole number"],
    [["build", "--max-warnings", ""], "is not a whole number"],
    [["build", "--format", "json", "--check", "--dry-run"], "exclude each other"],
    [["build", "--format", "sarif", "jbos"], "did you mean `jobs`?"],
  ])("%j is refused on stderr", async (args, words) => {
    const root = scratch.project({ "policies/jobs/roles.yaml": good });
    const before = snapshot(root);
    const { exitCode, stdout, stderr } = await rolebook(root, args);
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(words);
    expect(snapshot(root)).toEqual(before);
  });

  test("warnings alone fail nothing, and more than allowed fail before anything is written", async () => {
    const unheld = good.replace("cancel: }", "cancel: , view: }");
    const root = scratch.project({ "policies/jobs/roles.yaml": unheld });
    const run = (...args: readonly string[]) => rolebook(root, args);
    expect(await run("validate")).toMatchObject({
      exitCode: 0,
      stderr: expect.stringMatching(/^warn\[unheld-permission\]: .*\n1 warning\n$/s) as string,
      stdout: expect.stringMatching(/^jobs: .*, valid\ndone in .*\n$/) as string,
    });
    expect((await run("validate", "--max-warnings", "1")).exitCode).toBe(0);
    const refused = await run("build", "--max-warnings", "0", "--format", "json");
    expect([refused.exitCode, refused.stderr]).toEqual([
      1,
      "too many warnings: 1, and `--max-warnings` is 0\n",
    ]);
    check("json", refused.stdout, 1);
    expect(existsSync(join(root, "generated"))).toBe(false);
    const built = await run("build", "--max-warnings", "1", "--format", "github");
    expect(built).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^::warning .*\n$/) as string });
    expect(existsSync(join(root, "generated"))).toBe(true);
  });

  test("--max-warnings changes nothing where there is no warning", async () => {
    const root = scratch.project({ "policies/jobs/roles.yaml": bad });
    expect((await rolebook(root, ["validate", "--max-warnings", "0"])).exitCode).toBe(1);
  });
});
