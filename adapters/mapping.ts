/** What the app says about its tables. */
import type { Holds, Inside } from "./pieces.js";

/** What stands for an attribute. @throws TypeError if the app does not say */
export function mapped<V>(columns: Readonly<Record<string, V>>, attribute: string, key = "columns"): V {
  const found = Object.hasOwn(columns, attribute) ? columns[attribute] : undefined;
  if (found !== undefined) return found;
  throw new TypeError(`rolebook: the filter reads \`${attribute}\`: say in \`${key}\` where it is stored`);
}

/** How to look up resource roles or containers. @throws TypeError if the app does not say */
export function asked<F>(answer: F | undefined, { op, type }: Holds | Inside): F {
  if (answer !== undefined) return answer;
  const what = op === "holds" ? "the resource roles that are held on" : "what is inside";
  throw new TypeError(
    `rolebook: the filter asks for ${what} \`${type}\`: say with \`${op}\` how to find out`,
  );
}
