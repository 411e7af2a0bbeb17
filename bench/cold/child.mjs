/**
 * A fresh process that imports one table, asks one question and says how long that took; then it answers the other questions.
 * `node child.mjs MODULE RUNTIME QUESTIONS`: the module exports `can(roles, permission)`; the runtime may be empty; the questions
 * are a file of JSON.
 */
import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import process from "node:process";
import { pathToFileURL } from "node:url";

const [module, runtime, questions] = process.argv.slice(2);
const asked = JSON.parse(readFileSync(questions, "utf8"));
const url = pathToFileURL(module).href;
// A runtime that stands beside the table is loaded already, as one table among others would find it.
if (runtime !== "") await import(pathToFileURL(runtime).href);
const start = performance.now();
const { can } = await import(url);
const first = can(asked[0].roles, asked[0].permission);
const took = performance.now() - start;
const answers = asked.map(({ roles, permission }) => can(roles, permission));
process.stdout.write(JSON.stringify({ ms: took, first, answers }));
