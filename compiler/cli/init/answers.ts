/** What `init` needs to know: from the options, from whoever sits at the terminal, else as is usual. */
import type { Readable, Writable } from "node:stream";
import { UsageError } from "../session.js";

export const ciChoices = ["none", "print", "write"] as const;

export type Ci = (typeof ciChoices)[number];

export interface Answers {
  readonly policy: string;
  /** The folder that holds a folder of generated modules for each policy. */
  readonly out: string;
  readonly ci: Ci;
}

/** What was given on the command line. */
export type Given = { readonly [Name in keyof Answers]?: Answers[Name] | undefined };

export const usual: Answers = { policy: "app", out: "generated", ci: "none" };

/** What is wrong with the name of a policy, if anything. */
export function wrongPolicy(name: string): string | undefined {
  if (/^[A-Za-z][A-Za-z0-9_.-]{0,127}$/.test(name)) return undefined;
  return "a policy's name has letters, digits, `_`, `-` and `.`, and starts with a letter";
}

/** What is wrong with the folder for generated modules, if anything. */
export function wrongOut(path: string): string | undefined {
  const names = path.split("/");
  const isTaken = names[0] === "policies" || names.some((name) => /^(?:node_modules|\.git)$/i.test(name));
  if (isTaken)
    return `generated modules go to a folder of their own inside the project, and not to \`${path}\``;
  if (names.every((name) => /^[\w@-][\w.@-]*$/.test(name))) return undefined;
  return "generated modules go to a folder inside the project, such as `src/generated`";
}

/** @throws UsageError for options that make no sense */
export function checked(given: Given): Given {
  const wrong = [
    given.policy === undefined ? undefined : wrongPolicy(given.policy),
    given.out === undefined ? undefined : wrongOut(given.out),
  ].find((sentence) => sentence !== undefined);
  if (wrong !== undefined) throw new UsageError(wrong);
  return given;
}

export interface Terminal {
  readonly input: Readable;
  readonly output: Writable;
}

/**
 * Asks for what was not given.
 * @param needs which answers make a difference
 * @returns undefined where it was broken off
 */
export async function ask(
  given: Given,
  needs: ReadonlySet<keyof Answers>,
  terminal: Terminal,
): Promise<Answers | undefined> {
  const { isCancel, select, text } = await import("@clack/prompts");
  const words = async (message: string, initialValue: string, wrong: typeof wrongOut) =>
    text({
      ...terminal,
      message,
      initialValue,
      validate: (value = "") => wrong(value)?.replaceAll("`", ""),
    });
  const answers = { ...usual, ...withoutUndefined(given) };
  const isOpen = (name: keyof Answers): boolean => given[name] === undefined && needs.has(name);
  if (isOpen("policy")) {
    const policy = await words("What is the policy called?", usual.policy, wrongPolicy);
    if (isCancel(policy)) return undefined;
    answers.policy = policy;
  }
  if (isOpen("out")) {
    const out = await words("Where do generated modules go?", usual.out, wrongOut);
    if (isCancel(out)) return undefined;
    answers.out = out;
  }
  if (isOpen("ci")) {
    const options = [
      { value: "none", label: "No" },
      { value: "print", label: "Print it" },
      { value: "write", label: "Write it to .github/workflows/rolebook.yml" },
    ] as const;
    const ci = await select<Ci>({
      ...terminal,
      message: "A workflow for GitHub Actions?",
      options: [...options],
    });
    if (isCancel(ci)) return undefined;
    answers.ci = ci;
  }
  return answers;
}

export function withoutUndefined(given: Given): Partial<Answers> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
