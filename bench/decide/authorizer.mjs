/** The authorizer of the DynamoAI policy, as an app has it: one, bundled with its policy, asked by principals of all sorts. */
import { bundle, importCode } from "../support/bundle.mjs";

const program = `
  import { createAuthorizer } from "rolebook";
  import { policy } from "./generated/dynamoai/policy.ts";
  export const authorizer = createAuthorizer(policy);
`;

export const { authorizer } = await importCode(await bundle({ text: program, platform: "node" }));
