/** The commands, in the order in which the help lists them. */
import { registerBuild } from "./build.js";
import type { Register } from "./command.js";
import { registerDiff } from "./diff.js";
import { registerExplain } from "./explain.js";
import { registerInit } from "./init.js";
import { registerMatrix } from "./matrix.js";
import { registerTest } from "./test.js";
import { registerValidate } from "./validate.js";

export const commands: readonly Register[] = [
  registerInit,
  registerValidate,
  registerBuild,
  registerTest,
  registerDiff,
  registerExplain,
  registerMatrix,
];
