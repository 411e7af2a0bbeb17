/** The parts of the benchmark that need no contestants: what it is asked, how it counts, and how it shows what it found. */
import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { format } from "prettier";
import { describe, expect, test } from "vitest";

const folder = resolve(import.meta.dirname, "../bench");

interface Row {
  readonly name: string;
  readonly what: string;
  readonly medianNs: number | null;
  readonly ratio: number | null;
  readonly target: string | number | null;
  readonly met: boolean | null;
}

interface Place {
  readonly date: string;
  readonly node: string;
  readonly v8: string;
  readonly platform: string;
  readonly cores: number;
  readonly versions: Readonly<Record<string, string>>;
}

type Loop = (from: number, to: number) => number | Promise<number>;

interface Contestant {
  readonly name: string;
  readonly run: Loop;
}

interface Timing {
  readonly medianNs: number;
  readonly spread: number;
}

const load = async <T>(path: string): Promise<T> =>
  (await import(pathToFileURL(join(folder, path)).href)) as T;

const { readArguments, parts, help } = await load<{
  readArguments: (args: readonly string[]) => {
    readonly wrong?: string;
    readonly options?: { readonly parts: readonly string[]; readonly quick: boolean; readonly json?: string };
  };
  parts: Readonly<Record<string, string>>;
  help: string;
}>("arguments.mjs");
const { median, spread } = await load<{
  median: (numbers: readonly number[]) => number;
  spread: (numbers: readonly number[]) => number;
}>("support/statistics.mjs");
const { randomFrom, sample } = await load<{
  randomFrom: (seed: number) => () => number;
  sample: <T>(random: () => number, list: readonly T[], count: number) => readonly T[];
}>("support/random.mjs");
const { interleave } = await load<{
  interleave: (
    contestants: readonly Contestant[],
    length: number,
    options: { readonly rounds: number; readonly roundNs: number },
  ) => Promise<ReadonlyMap<string, Timing>>;
}>("support/interleave.mjs");
const { verify } = await load<{
  verify: (
    contestants: readonly Contestant[],
    questions: { readonly expected: readonly boolean[]; readonly distinct?: Iterable<number> },
    describe: (index: number) => string,
  ) => Promise<void>;
}>("support/verify.mjs");
const { row } = await load<{ row: (given: object) => Row }>("support/rows.mjs");
const { textReport, documentWith, readmeWith } = await load<{
  textReport: (rows: readonly Row[], where: Place) => string;
  documentWith: (document: string, rows: readonly Row[], where: Place) => string;
  readmeWith: (readme: string, rows: readonly Row[]) => string;
}>("report/report.mjs");
const { chart } = await load<{ chart: (rows: readonly Row[], where: Place) => string }>("report/chart.mjs");
const { duration, figure } = await load<{
  duration: (ns: number) => string;
  figure: (number: number) => string;
}>("report/words.mjs");

const where: Place = {
  date: "2026-01-02",
  node: "v20.19.0",
  v8: "11.3",
  platform: "linux x64",
  cores: 2,
  versions: { rolebook: "0.1.0", peer: "1.2.3" },
};
const rows = [
  ...[1, 3, 10].flatMap((roles) => [
    row({
      part: "merged",
      name: "Rolebook",
      what: "merged principal",
      detail: `${roles} roles`,
      roles,
      medianNs: 12 * roles,
      ratio: 1.05,
      target: "at most 1.1 times its time",
      limit: { atMost: 1.1 },
    }),
    row({
      part: "merged",
      name: "a <peer> & co",
      what: "merged principal",
      detail: `${roles} roles`,
      roles,
      medianNs: 15_000,
      ratio: 1250,
    }),
  ]),
  row({
    part: "sizes",
    name: "program",
    what: "bytes of a|b",
    bytes: 2500,
    gzipBytes: 1300,
    ratio: 1.2,
    limit: { below: 1 },
    target: "smaller",
  }),
  row({
    part: "build",
    name: "a build",
    what: "a build that changes nothing",
    medianNs: 2.5e8,
    ratio: 2,
    target: 3,
  }),
  row({ part: "types", name: "types", what: "instantiations", value: 12_345, target: 10_000 }),
];

describe("the command line", () => {
  test("without words it measures every part", () => {
    expect(readArguments([])).toEqual({
      options: { parts: Object.keys(parts), quick: false, json: undefined, write: false, help: false },
    });
  });

  test("parts come in the order of the report, each once", () => {
    const { options } = readArguments([
      "--only",
      "sizes",
      "--only=merged",
      "--only",
      "sizes",
      "--json",
      "x.json",
    ]);
    expect(options).toMatchObject({ parts: ["merged", "sizes"], json: "x.json" });
  });

  test.each([
    [["--only", "speed"], "there is no part `speed`"],
    [["--only", "constructor"], "there is no part `constructor`"],
    [["--fast"], "--fast"],
    [["merged"], "merged"],
    [["--json"], "--json"],
    [["--json="], "--json needs"],
    [["--write", "--quick"], "--write needs a whole run"],
    [["--write", "--only", "sizes"], "--write needs a whole run"],
  ])("%j is refused", (args, sentence) => {
    const { wrong, options } = readArguments(args);
    expect(wrong).toContain(sentence);
    expect(options).toBeUndefined();
  });

  test("the program says how it is used, and exits 2 where that was wrong", () => {
    const run = (...args: readonly string[]) =>
      spawnSync(process.execPath, ["--expose-gc", join(folder, "index.mjs"), ...args], { encoding: "utf8" });
    const [asked, wrong] = [run("--help"), run("--only", "speed")];
    const nowhere = run("--only", "sizes", "--json", join(folder, "gone/figures.json"));
    expect([nowhere.status, nowhere.stdout]).toEqual([2, ""]);
    expect(nowhere.stderr).toContain("there is no folder");
    expect([asked.status, asked.stdout, asked.stderr]).toEqual([0, help, ""]);
    expect([wrong.status, wrong.stdout]).toEqual([2, ""]);
    expect(wrong.stderr).toContain("there is no part `speed`");
    for (const part of Object.keys(parts)) expect(help).toMatch(new RegExp(`^  ${part} `, "m"));
  });
});

describe("counting", () => {
  test("the median is in the middle, and the spread is what the middle half covers", () => {
    expect([median([3]), median([5, 1, 3]), median([4, 1, 3, 2])]).toEqual([3, 3, 2.5]);
    expect(() => median([])).toThrow(RangeError);
    expect([spread([7, 7, 7]), spread([1, 2, 3, 4, 100])]).toEqual([0, 2 / 3]);
  });

  test("random numbers depend on the seed alone, and a sample takes nothing twice", () => {
    const [once, again, other] = [1, 1, 2].map((seed) => Array.from({ length: 20 }, randomFrom(seed)));
    expect(again).toEqual(once);
    expect(other).not.toEqual(once);
    const taken = sample(randomFrom(3), [1, 2, 3, 4, 5], 5);
    expect([...taken].sort()).toEqual([1, 2, 3, 4, 5]);
  });

  test("every contestant answers every question, about equally often, promises awaited", async () => {
    const asked = [0, 0].map(() => new Array<number>(6).fill(0));
    const counting =
      (side: number, answer: (count: number) => number | Promise<number>): Loop =>
      (from, to) => {
        const counts = asked[side] ?? [];
        for (let index = from; index < to; index++) counts[index] = (counts[index] ?? 0) + 1;
        return answer(to - from);
      };
    const times = await interleave(
      [
        { name: "now", run: counting(0, (count) => count) },
        { name: "later", run: counting(1, (count) => Promise.resolve(count)) },
      ],
      6,
      { rounds: 3, roundNs: 1e5 },
    );
    expect([...times.keys()]).toEqual(["now", "later"]);
    for (const counts of asked) {
      expect(Math.min(...counts)).toBeGreaterThan(0);
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(2);
    }
  });

  test("a wrong answer ends the run, and says which", async () => {
    const expected = [true, false, true];
    const answering = (wrongAt: number): Contestant => ({
      name: "peer",
      run: (from) => Number((expected[from] ?? false) !== (from === wrongAt)),
    });
    const words = (index: number) => `question ${index}`;
    await expect(verify([answering(-1)], { expected }, words)).resolves.toBeUndefined();
    await expect(verify([answering(-1), answering(1)], { expected }, words)).rejects.toThrow(
      "peer answers yes and should answer no: question 1",
    );
    await expect(verify([answering(1)], { expected, distinct: [0, 2] }, words)).resolves.toBeUndefined();
    await expect(verify([], { expected: [true, true] }, words)).rejects.toThrow("only one answer");
  });
});

describe("the report", () => {
  test("a row has all that a reader of the JSON looks for, and says whether its target is met", () => {
    for (const one of JSON.parse(JSON.stringify(rows)) as readonly Row[]) {
      expect(one).toHaveProperty("name", expect.any(String));
      expect(one).toHaveProperty("what", expect.any(String));
      for (const key of ["medianNs", "ratio", "target", "met"]) expect(one).toHaveProperty(key);
    }
    expect(rows.map(({ met }) => met)).toEqual([
      ...[true, null, true, null, true, null],
      ...[false, true, false],
    ]);
    expect(row({ ratio: 20, target: "at least 20", limit: { atLeast: 20 } }).met).toBe(true);
    expect(row({ ratio: 1, target: "smaller", limit: { below: 1 } }).met).toBe(false);
  });

  test.each([
    [0.5, "0.5 ns"],
    [12.34, "12.3 ns"],
    [999, "999 ns"],
    [1500, "1.5 µs"],
    [2.5e8, "250 ms"],
    [7.5e10, "75 s"],
  ])("%d ns is written %s", (ns, text) => {
    expect(duration(ns)).toBe(text);
  });

  test("figures have three digits that mean something", () => {
    expect([1.2345, 0.04567, 123.4, 1234.5, 4000].map(figure)).toEqual([
      "1.23",
      "0.0457",
      "123",
      "1,235",
      "4,000",
    ]);
  });

  test("a terminal shows every row under its part and its question", () => {
    const text = textReport(rows, where);
    for (const { name, what } of rows) {
      expect(text).toContain(`\n  ${what}\n`);
      expect(text).toContain(name);
    }
    expect(text).toMatch(/^ {2}Rolebook +3 roles +36 ns +1\.05 +≤ 1\.1 {2}yes$/m);
    expect(text).toMatch(/^ {2}types +12,345 +≤ 10,000 {2}no$/m);
    expect(text).toContain("2,500 / 1,300");
  });

  test("the document keeps what people wrote, and gets tables that Markdown can read", async () => {
    const page =
      "# Page\n\n<!-- figures: npm run bench -- --write -->\nold\n<!-- end of figures -->\n\nBehind.\n";
    const once = documentWith(page, rows, where);
    expect(documentWith(once, rows, where)).toBe(once);
    expect(once).toMatch(/^# Page\n/);
    expect(once).toMatch(/\nBehind\.\n$/);
    expect(once).not.toContain("old");
    expect(once).toContain("Measured on 2026-01-02 with Node v20.19.0 (V8 11.3) on linux x64, 2 cores.");
    expect(once).toContain("| bytes of a\\|b | smaller | program 1,300 | no |");
    expect(once).toContain(
      "| merged principal | at most 1.1 times its time | Rolebook 1.05 / 1.05 / 1.05 | yes |",
    );
    const formatted = await format(once, { parser: "markdown" });
    expect(await format(formatted, { parser: "markdown" })).toBe(formatted);
    expect(() => documentWith("# Page\n", rows, where)).toThrow("the document has no lines");
  });

  test("the README gets ratios with three roles, and no times", () => {
    const readme = "# R\n\n<!-- ratios: npm run bench -- --write -->\n\n<!-- end of ratios -->\n";
    const text = readmeWith(readme, rows);
    expect(text).toContain("| a <peer> & co | 1,300 |  |  |");
    expect(text).not.toMatch(/\d (ns|µs|ms|bytes)/);
    expect(readmeWith(text, rows)).toBe(text);
  });

  test("the chart is well-formed, has a bar for each row of a decision, and longer bars for longer times", () => {
    const svg = chart(rows, where);
    const bars = [...svg.matchAll(/<rect class="(\w+) roles-(\d+)" x="260" y="\d+" width="([\d.]+)"/g)];
    expect(bars.map(([, kind, roles]) => `${kind ?? ""} ${roles ?? ""}`)).toEqual([
      ...["own 1", "own 3", "own 10"],
      ...["peer 1", "peer 3", "peer 10"],
    ]);
    const widths = bars.map(([, , , width]) => Number(width));
    expect(widths.slice(0, 4)).toEqual([...widths.slice(0, 4)].sort((a, b) => a - b));
    expect(svg).toContain("a &lt;peer&gt; &amp; co");
    expect(svg).toContain("prefers-color-scheme: dark");
    const opened = [...svg.matchAll(/<(\w+)(?:\s[^>]*[^/>])?>/g)].map(([, name]) => name);
    const closed = [...svg.matchAll(/<\/(\w+)>/g)].map(([, name]) => name);
    expect(opened.sort()).toEqual(closed.sort());
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });
});
