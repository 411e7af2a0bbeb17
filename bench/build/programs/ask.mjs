/**
 * Imports a compiled policy and answers questions; it is copied into the project that has them.
 * `node ask.mjs FILE` reads `[roles, permission][]` from the file and prints the answers.
 */
import { readFileSync } from "node:fs";
import process from "node:process";
import { createAuthorizer } from "rolebook";
import { policy } from "./javascript/policy.js";

const { can } = createAuthorizer(policy);
const questions = JSON.parse(readFileSync(process.argv[2], "utf8"));
const answers = questions.map(([roles, permission]) =>
  can({ id: "someone", roles }, permission, {
    type: permission.slice(0, permission.indexOf(":")),
    id: "one",
  }),
);
process.stdout.write(JSON.stringify(answers));
