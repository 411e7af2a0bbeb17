import fc from "fast-check";
import { expect, test } from "vitest";
import { byCodePoint } from "../compiler/order.js";

/** UTF-8 keeps the order of code points. */
function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

test("texts are sorted by code point, not by UTF-16 unit", () => {
  expect(["\uff5e", "\u{1f600}", "a", "ab", ""].sort(byCodePoint)).toEqual([
    "",
    "a",
    "ab",
    "\uff5e",
    "\u{1f600}",
  ]);
  const text = fc.string({ unit: "grapheme" });
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(byCodePoint(a, b))).toBe(byBytes(a, b));
    }),
  );
});
