/** The commands, in the order in which the help lists them. */
import { registerBuild } from "./build.js";
import type { Register } from "./command.js";
import { registerValidate } from "./validate.js";

export const commands: readonly Register[] = [registerValidate, registerBuild];
