/** The decision parts as a drawing: one bar for each contestant and number of roles, on a logarithmic scale. */
import { groupsBy } from "../support/groups.mjs";
import { duration } from "./words.mjs";

const width = 860;
const left = 260;
const right = 80;
const bar = 10;
const step = 48;
const panelHead = 64;
const panelFoot = 22;

const titles = {
  merged: "A principal merged once, then a check",
  uncached: "A check from the names of the roles, nothing kept",
};

/** Bars of what is Rolebook's, of what is written by hand, of peers, and of the floor. */
const kinds = [
  ["own", (name) => name.startsWith("Rolebook")],
  ["hand", (name) => name.startsWith("hand-written")],
  ["floor", (name) => name.startsWith("the floor")],
  ["peer", () => true],
];

/** Both light and dark readers see the drawing on a ground of their own, so it brings its colours for each. */
const style = `
  text { font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #1f2328; }
  .title { font-size: 15px; font-weight: 600; }
  .small { font-size: 11px; fill: #59636e; }
  .grid { stroke: #d1d9e0; }
  .own { fill: #0969da; } .hand { fill: #1a7f37; } .peer { fill: #8c959f; } .floor { fill: #bf8700; }
  .roles-3 { opacity: 0.75; } .roles-10 { opacity: 0.5; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .small { fill: #9198a1; }
    .grid { stroke: #3d444d; }
    .own { fill: #58a6ff; } .hand { fill: #3fb950; } .peer { fill: #768390; } .floor { fill: #d29922; }
  }`;

/**
 * @param rows of a whole run
 * @returns an SVG document
 */
export function chart(rows, { date, node, cores }) {
  const drawn = rows.filter(({ part, medianNs, isLong }) => part in titles && medianNs !== null && !isLong);
  const panels = groupsBy(drawn, "part").map(([part, own]) => [titles[part], contestantsOf(own)]);
  const scale = scaleOf(drawn.map(({ medianNs }) => medianNs));
  let top = 0;
  const drawings = panels.map(([title, contestants]) => {
    const drawing = panel(title, contestants, scale, top);
    top += panelHead + contestants.length * step + panelFoot;
    return drawing;
  });
  const note = `Median of one check, logarithmic: shorter is better. Bars: 1, 3 and 10 roles. Node ${node}, ${cores} cores, ${date}.`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${top + 28}" width="${width}" height="${top + 28}" role="img" aria-label="${escaped(describe(panels))}">`,
    `<style>${style}\n</style>`,
    ...drawings,
    `<text class="small" x="12" y="${top + 12}">${escaped(note)}</text>`,
    "</svg>\n",
  ].join("\n");
}

/** The contestants of a part, the fastest first, each with its rows by their number of roles. */
function contestantsOf(rows) {
  const mean = (own) => own.reduce((sum, { medianNs }) => sum + Math.log(medianNs), 0) / own.length;
  return groupsBy(rows, "name").sort(([, a], [, b]) => mean(a) - mean(b));
}

/** From nanoseconds to a place: whole powers of ten at both ends. */
function scaleOf(times) {
  const first = Math.floor(Math.log10(Math.min(...times)));
  const last = Math.max(first + 1, Math.ceil(Math.log10(Math.max(...times))));
  const place = (ns) => left + ((Math.log10(ns) - first) / (last - first)) * (width - left - right);
  return { ticks: Array.from({ length: last - first + 1 }, (_, index) => 10 ** (first + index)), place };
}

function panel(title, contestants, { ticks, place }, top) {
  const floor = top + panelHead + contestants.length * step;
  const lines = ticks.map((tick) => {
    const x = round(place(tick));
    return `<line class="grid" x1="${x}" y1="${top + panelHead - 8}" x2="${x}" y2="${floor}"/><text class="small" x="${x}" y="${top + panelHead - 14}" text-anchor="middle">${duration(tick)}</text>`;
  });
  const bars = contestants.map(([name, rows], index) => {
    const y = top + panelHead + index * step;
    const [kind] = kinds.find(([, is]) => is(name));
    const label = `<text x="${left - 10}" y="${y + 22}" text-anchor="end">${escaped(name)}</text>`;
    return [label, ...rows.map((row, at) => barOf(row, kind, place, y + at * (bar + 2)))].join("\n");
  });
  return [`<text class="title" x="12" y="${top + 26}">${escaped(title)}</text>`, ...lines, ...bars].join(
    "\n",
  );
}

function barOf({ medianNs, roles }, kind, place, y) {
  const end = round(place(medianNs));
  const shape = `<rect class="${kind} roles-${roles}" x="${left}" y="${y}" width="${Math.max(1, round(end - left))}" height="${bar}"/>`;
  return `${shape}<text class="small" x="${end + 5}" y="${y + bar}">${duration(medianNs)}</text>`;
}

/** What the drawing shows, for those who cannot see it. */
function describe(panels) {
  return panels
    .map(([title, contestants]) => {
      const all = contestants.map(
        ([name, rows]) => `${name} ${rows.map(({ medianNs }) => duration(medianNs)).join(", ")}`,
      );
      return `${title}, with 1, 3 and 10 roles: ${all.join("; ")}.`;
    })
    .join(" ");
}

function round(number) {
  return Math.round(number * 10) / 10;
}

function escaped(text) {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}
