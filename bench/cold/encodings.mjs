/**
 * Ways to write a large role table as a module, each with the few lines that read it. Every module exports `can(roles, permission)`.
 * They know roles and permissions, and nothing else that Rolebook knows.
 */
import { Buffer } from "node:buffer";

/** From the name of each encoding to a function that makes its code. */
export const encodings = {
  "object of objects": ({ names, held }) => {
    const table = [...held].map(([role, numbers]) => [
      role,
      Object.fromEntries(numbers.map((number) => [names[number], 1])),
    ]);
    return `const TABLE = ${literal(Object.fromEntries(table))};
export const can = (roles, permission) =>
  roles.some((role) => Object.hasOwn(TABLE, role) && Object.hasOwn(TABLE[role], permission));`;
  },

  "arrays of strings, a Set on first use": ({ names, held }) =>
    `const TABLE = ${literal(stringsOf(names, held))};
${setsOnFirstUse}`,

  "the same as JSON text": ({ names, held }) =>
    `const TABLE = JSON.parse(${JSON.stringify(JSON.stringify(stringsOf(names, held)))});
${setsOnFirstUse}`,

  "base64 bits and names as a literal": ({ names, held }) => {
    const rows = [...held].map(([role, numbers]) => {
      const bits = new Uint8Array(Math.ceil(names.length / 8));
      for (const number of numbers) bits[number >> 3] |= 1 << (number & 7);
      return [role, Buffer.from(bits).toString("base64")];
    });
    return `const NAMES = ${literal(numbered(names))};
const ROWS = ${literal(Object.fromEntries(rows))};
${decodedOnFirstUse("Uint8Array.from(atob(ROWS[role]), (byte) => byte.charCodeAt(0))")}`;
  },

  "run-length text and names as a literal": ({ names, held }) => `const NAMES = ${literal(numbered(names))};
const ROWS = ${literal(runsOf(held))};
${runs(names.length)}`,

  "run-length text and names as text": ({ names, held }) => `const NAMES = {};
for (const [index, name] of ${JSON.stringify(names.join(" "))}.split(" ").entries()) NAMES[name] = index;
const ROWS = ${literal(runsOf(held))};
${runs(names.length)}`,

  "run-length text and names, both as JSON text": ({
    names,
    held,
  }) => `const NAMES = JSON.parse(${JSON.stringify(JSON.stringify(numbered(names)))});
const ROWS = JSON.parse(${JSON.stringify(JSON.stringify(runsOf(held)))});
${runs(names.length)}`,
};

/** One line an entry, as a generator that cares for reviewers writes it. */
function literal(table) {
  const lines = Object.entries(table).map(
    ([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},`,
  );
  return `{\n  __proto__: null,\n${lines.join("\n")}\n}`;
}

function numbered(names) {
  return Object.fromEntries(names.map((name, index) => [name, index]));
}

function stringsOf(names, held) {
  return Object.fromEntries(
    [...held].map(([role, numbers]) => [role, numbers.map((number) => names[number])]),
  );
}

/** For each role `GAP LENGTH GAP LENGTH …` in base 36: how many it has not, and how many it then has. */
function runsOf(held) {
  return Object.fromEntries(
    [...held].map(([role, numbers]) => {
      const text = [];
      let end = 0;
      for (let at = 0; at < numbers.length;) {
        const first = numbers[at];
        let length = 1;
        while (numbers[at + length] === first + length) length++;
        text.push((first - end).toString(36), length.toString(36));
        end = first + length;
        at += length;
      }
      return [role, text.join(" ")];
    }),
  );
}

const setsOnFirstUse = `const SETS = new Map();
const setOf = (role) => {
  if (!SETS.has(role)) SETS.set(role, new Set(TABLE[role]));
  return SETS.get(role);
};
export const can = (roles, permission) => roles.some((role) => setOf(role).has(permission));`;

/** @param decode an expression that gives the bits of `role` */
function decodedOnFirstUse(decode) {
  return `const BITS = new Map();
const bitsOf = (role) => {
  if (!BITS.has(role)) BITS.set(role, role in ROWS ? ${decode} : []);
  return BITS.get(role);
};
export const can = (roles, permission) => {
  const number = NAMES[permission];
  return number !== undefined && roles.some((role) => ((bitsOf(role)[number >> 3] >> (number & 7)) & 1) === 1);
};`;
}

function runs(length) {
  return `const decode = (text) => {
  const bits = new Uint8Array(${Math.ceil(length / 8)});
  let at = 0;
  text.split(" ").forEach((part, index) => {
    const end = at + parseInt(part, 36);
    if (index % 2 === 1) for (; at < end; at++) bits[at >> 3] |= 1 << (at & 7);
    at = end;
  });
  return bits;
};
${decodedOnFirstUse("decode(ROWS[role])")}`;
}
