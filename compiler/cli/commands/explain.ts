import { Option } from "commander";
import type { ExplainOptions } from "../explain.js";
import { examples, observed, valueOf, type Register } from "./command.js";

export const registerExplain: Register = (program, { session, done }) => {
  program
    .command("explain")
    .description("say why a principal may or may not do something, or all that a role may do")
    .argument("[permission]", "the permission that is asked for; without it, all that --role may do")
    .option("--policy <name>", "the policy; may be left out where there is only one", valueOf)
    .option(
      "--principal <json>",
      "who asks, as an app passes it, or @file; a list: several keys of one user",
      valueOf,
    )
    .option("--on <json>", "the resource that is asked about, or @file", valueOf)
    .option("--role <role>", "whoever has just this role, or `type#role`, and no attributes", valueOf)
    .addOption(
      new Option("--format <format>", "how the answer is shown").choices(["text", "json"]).default("text"),
    )
    .addHelpText(
      "after",
      examples(
        "rolebook explain --policy modzy --role DEVELOPER",
        "rolebook explain job:cancel --policy modzy --role AUDITOR",
        `rolebook explain model:edit --policy dynamoai \\\n    --principal '{"id": "ann", "roles": ["guard-member"]}' \\\n    --on '{"type": "model", "id": "m1", "roles": ["guard-editor"]}'`,
      ),
    )
    .action(async (permission: string | undefined, options: ExplainOptions) => {
      const { explain } = await import("../explain.js");
      done(await observed(session, {}, () => explain(session, permission, options)));
    });
};
