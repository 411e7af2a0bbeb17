import { Builder, didYouMean } from "../compiler/cli/builder.js";

/** What the plugin may be told. */
export interface RolebookOptions {
  /** The folder of the project, or one inside it; without it, the bundler's own root. */
  readonly root?: string | undefined;
  /** Which policies to build; without it, all of them. */
  readonly policies?: readonly string[] | undefined;
  /** True: nothing is written, and generated modules that are stale fail the build. */
  readonly check?: boolean | undefined;
}

/** What each option must be. */
const options: Readonly<
  Record<keyof RolebookOptions, readonly [fits: (value: unknown) => boolean, what: string]>
> = {
  root: [isText, "a text: the path of a folder"],
  policies: [(value) => Array.isArray(value) && value.every(isText), "a list of the names of policies"],
  check: [(value) => typeof value === "boolean", "true or false"],
};

/** The options as they were written, which may be in JavaScript. @throws TypeError that names what is wrong with them */
export function checkedOptions(given: unknown): RolebookOptions {
  if (given === undefined || given === null) return {};
  if (typeof given !== "object" || Array.isArray(given)) {
    throw new TypeError("rolebook/unplugin: the options must be an object, such as `{ check: true }`");
  }
  for (const [name, value] of Object.entries(given)) {
    const option = Object.hasOwn(options, name) ? options[name as keyof RolebookOptions] : undefined;
    if (option === undefined) throw new TypeError(unknownText(name));
    const [fits, what] = option;
    if (value !== undefined && !fits(value)) {
      throw new TypeError(`rolebook/unplugin: the option \`${name}\` must be ${what}`);
    }
  }
  return given;
}

function unknownText(name: string): string {
  const known = Object.keys(options);
  const help = didYouMean(name, known) ?? `there are ${known.map((one) => `\`${one}\``).join(", ")}`;
  return `rolebook/unplugin: \`${name}\` is not an option; ${help}`;
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}

/** @param usual the bundler's own root */
export function builderFor({ root, policies, check }: RolebookOptions, usual: string | undefined): Builder {
  return new Builder({ root: root ?? usual ?? process.cwd(), policies, check });
}
