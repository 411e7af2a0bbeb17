import { mostFindings } from "../findings.js";

/** More errors of one file are not put into words: some only repeat others, and no more findings are kept. */
export const mostErrors = 4 * mostFindings;
