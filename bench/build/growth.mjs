/** How the time and the memory of a whole build grow with the policy. */
import { expect } from "./expect.mjs";
import { writeLargePolicy } from "../support/large-policy.mjs";
import { interleaved } from "./process.mjs";
import { build, clean, withProject } from "./project.mjs";

/** What grows, while the other stays; the grants keep step. */
const kinds = [
  { of: "roles", size: (count) => ({ roles: count, permissions: 100, grants: 20 * count, seed: 1 }) },
  { of: "permissions", size: (count) => ({ roles: 100, permissions: count, grants: 5 * count, seed: 1 }) },
];

/** Rows per size, and the exponents: 1 is linear. What a process costs at any size is not taken off. */
export async function growthRows({ rounds, counts, target }) {
  const rows = [];
  for (const { of, size } of kinds) {
    const points = await measured(counts, size, rounds);
    rows.push(
      ...curveRows(
        of,
        "time",
        points.map(([count, { medianNs }]) => [count, medianNs]),
        (medianNs) => ({ medianNs }),
        target,
      ),
      ...curveRows(
        of,
        "memory",
        points.map(([count, { peakBytes }]) => [count, peakBytes]),
        (value) => ({ value, unit: "bytes" }),
        target,
      ),
    );
  }
  return rows;
}

function curveRows(of, measure, points, figure, target) {
  const words = (count) => `${count.toLocaleString("en")} ${of}`;
  const [first, last] = [points.at(0), points.at(-1)];
  const what = `growth from ${first[0].toLocaleString("en")} to ${words(last[0])}, ${measure}`;
  const slope = (detail, some) => ({
    what,
    name: "exponent",
    detail,
    value: exponent(some),
    unit: "",
    target,
  });
  return [
    slope("of the line through all", points),
    slope("of the last step", points.slice(-2)),
    ...points.map(([count, measured]) => ({
      what,
      name: "Rolebook build",
      detail: words(count),
      ...figure(measured),
      ratio: measured / first[1],
      against: words(first[0]),
    })),
  ];
}

/** Each size in a project of its own, all in turns. @returns the sizes with what was found */
async function measured(counts, size, rounds) {
  const contestants = [];
  const open = async ([count, ...rest]) => {
    if (count === undefined) return [...interleaved(contestants, rounds)];
    const wanted = size(count);
    return withProject(
      (root) => writeLargePolicy(root, wanted),
      (root) => {
        contestants.push({
          name: count,
          command: build(root),
          peak: "node",
          prepare: () => clean(root),
          check: ({ stdout }) => {
            const said = `large: ${wanted.roles} roles, ${wanted.permissions} permissions,`;
            expect(stdout.includes(said), `it says "${said}"`);
          },
        });
        return open(rest);
      },
    );
  };
  return open(counts);
}

/** The slope of the straight line that fits the logarithms best. */
function exponent(points) {
  const logs = points.map((point) => point.map(Math.log));
  const mean = (index) => logs.reduce((sum, log) => sum + log[index], 0) / logs.length;
  const [x, y] = [mean(0), mean(1)];
  const covariance = logs.reduce((sum, log) => sum + (log[0] - x) * (log[1] - y), 0);
  return covariance / logs.reduce((sum, log) => sum + (log[0] - x) ** 2, 0);
}
