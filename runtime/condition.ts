/** What the generated conditions make use of. */
import { isBag, type Bag } from "./bag.js";

const form =
  /^\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/i;
const [first, last] = [Date.parse("0001-01-01T00:00:00Z"), Date.parse("9999-12-31T23:59:59.999Z")];

/** A `Date` or an RFC 3339 text in milliseconds since 1970; undefined for what is no moment in the years 1 to 9999. */
export function instantOf(value: unknown): number | undefined {
  const time =
    value instanceof Date ? value.getTime() : typeof value === "string" ? parse(value) : Number.NaN;
  return time >= first && time <= last ? time : undefined;
}

/** JavaScript takes the 31st of April for the 1st of May, which is no moment here. */
function parse(text: string): number {
  if (!form.test(text)) return Number.NaN;
  const day = Date.parse(`${text.slice(0, 10)}T00:00:00Z`);
  return new Date(day).getUTCDate() === Number(text.slice(8, 10))
    ? Date.parse(text.toUpperCase())
    : Number.NaN;
}

/** The container of a resource or of a container, if there is one. */
export function containerIn(resource: Bag | undefined): Bag | undefined {
  const container = resource?.["container"];
  return isBag(container) ? container : undefined;
}

/** True if the list has the item; unknown, as the list's name, if it has not but has an element of another type. */
export function isIn(item: unknown, list: readonly unknown[], type: string, name: string): boolean | string {
  let found: boolean | string = false;
  for (const one of list) {
    const value = type === "timestamp" ? instantOf(one) : one;
    if (value === item) return true;
    if (
      value === undefined ||
      value === null ||
      (type !== "timestamp" && typeof value !== type) ||
      value !== value
    )
      found = name;
  }
  return found;
}

/** Arithmetic on ordinary numbers; undefined for others and for a division by zero: databases raise errors there. */
export function calculate(operator: "+" | "-" | "*" | "/", a: number, b: number): number | undefined {
  if (!isOrdinary(a) || !isOrdinary(b)) return undefined;
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return b === 0 ? undefined : a / b;
  }
}

function isOrdinary(number: number): boolean {
  const size = Math.abs(number);
  return size === 0 || (size >= 1e-150 && size <= 1e150);
}
