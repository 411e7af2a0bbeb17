import { jsonText } from "../formats/format.js";
import type { DiffFormat } from "./format.js";

/** For programs: one document, as `schema/diff.schema.json` describes it. */
export const json: DiffFormat = ({ bump, changes }) =>
  jsonText({ bump, changes: changes.map((change) => ({ ...change, side: undefined })) });
