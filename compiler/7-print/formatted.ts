/** The layout of modules of ordinary size, by prettier. */
import type { Options } from "prettier";
import babel from "prettier/plugins/babel";
import estree from "prettier/plugins/estree";
import { format } from "prettier/standalone";

/** Of prettier's parsers for TypeScript this one loads and parses fastest; the layout is the same. */
const layout: Options = { parser: "babel-ts", plugins: [babel, estree], printWidth: 110, endOfLine: "lf" };

/** Code, laid out. */
export function formatted(code: string): Promise<string> {
  return format(code, layout);
}
