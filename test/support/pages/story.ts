/**
 * A page as a newcomer follows it: from an empty folder, one block after the other. What a block is follows from its language,
 * what stands behind that, and the block above it.
 */
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { rolebook } from "../project.js";
import { fits, steady } from "./outputs.js";
import { root, type Block } from "./page.js";
import { runBlock, type Programs } from "./shell.js";
import { wrongUse } from "./workflow.js";

/** Something that a page says and that is not so. */
export interface Problem {
  readonly page: string;
  readonly line: number;
  readonly problem: string;
}

/** A TypeScript module that a page asks for, with the blocks that it is made of. */
export interface Module {
  readonly path: string;
  readonly blocks: readonly Block[];
}

/** An output as the page shows it, and as it is. */
export interface Shown {
  readonly block: Block;
  readonly actual: string;
}

export interface Story {
  readonly folder: string;
  readonly problems: readonly Problem[];
  readonly modules: readonly Module[];
  readonly shown: readonly Shown[];
}

/** The languages of blocks that show what the block above makes. */
const outputs = ["text", "diff"];

function isOutput(block: Block | undefined): boolean {
  return block !== undefined && outputs.includes(block.language) && !block.meta.includes(".");
}

/** Follows a page in an empty folder. */
export async function follow(blocks: readonly Block[], folder: string, programs: Programs): Promise<Story> {
  return new Follower(folder, programs).follow(blocks);
}

class Follower {
  private readonly problems: Problem[] = [];
  private readonly modules: { path: string; blocks: Block[] }[] = [];
  private readonly shown: Shown[] = [];
  /** What the block above printed. */
  private printed: string | undefined;

  private readonly folder: string;
  private readonly programs: Programs;

  constructor(folder: string, programs: Programs) {
    this.folder = folder;
    this.programs = programs;
  }

  async follow(blocks: readonly Block[]): Promise<Story> {
    for (const [index, block] of blocks.entries()) {
      const problem = await this.take(block, blocks[index + 1]).catch((error: unknown) => String(error));
      if (problem !== undefined) this.problems.push({ page: block.page, line: block.line, problem });
    }
    const [last] = blocks.slice(-1);
    const problem = last && (await this.finish());
    if (problem !== undefined) this.problems.push({ page: last?.page ?? "", line: 0, problem });
    const { folder, problems, modules, shown } = this;
    return { folder, problems, modules, shown };
  }

  /** @returns what is wrong with a block */
  private async take(block: Block, next: Block | undefined): Promise<string | undefined> {
    const { language, meta, text, above, isHidden } = block;
    const isPath = meta.includes(".");
    if (isPath && !isHidden && !above.includes(`\`${meta}\``)) {
      return `the paragraph above does not name the file: \`${meta}\``;
    }
    if (isOutput(block)) return this.compare(block);
    this.printed = undefined;
    if (language === "ts") return this.addModule(block);
    if (language === "sh" && meta === "") return this.run(text);
    if (isPath) return this.write(meta, text);
    if (language === "yaml" && meta === "") return this.compile(block, next);
    return `\`${language} ${meta}\` is none of the blocks that a test knows`;
  }

  private write(path: string, text: string): string | undefined {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), `${text}\n`);
    if (path.endsWith(".json")) JSON.parse(text);
    return path.startsWith(".github/workflows/") ? wrongUse(text) : undefined;
  }

  private addModule(block: Block): string | undefined {
    const { meta, line } = block;
    if (meta === "continued") {
      const last = this.modules.at(-1);
      if (last === undefined) return "nothing stands above that it could continue";
      last.blocks.push(block);
    } else this.modules.push({ path: meta === "" ? `line-${line}.ts` : meta, blocks: [block] });
    const { path, blocks } = this.modules.at(-1) ?? { path: "", blocks: [] };
    return this.write(path, blocks.map(({ text }) => text).join("\n"));
  }

  private async run(text: string): Promise<string | undefined> {
    const { output, problem } = await runBlock(text, this.folder, this.programs);
    this.printed = output;
    return problem;
  }

  /** A policy of its own. One that is wrong has what is said of it below. */
  private async compile({ line, text }: Block, next: Block | undefined): Promise<string | undefined> {
    const folder = join(this.folder, `policy-of-line-${line}`);
    mkdirSync(join(folder, "policies/shop"), { recursive: true });
    writeFileSync(join(folder, "policies/shop/policy.yaml"), `${text}\n`);
    const { exitCode, stderr } = await rolebook(folder, ["validate"]);
    this.printed = stderr;
    return exitCode === 0 || isOutput(next) ? undefined : stderr;
  }

  private compare(block: Block): string | undefined {
    if (this.printed === undefined) return "nothing above prints anything";
    const actual = steady(this.printed);
    this.shown.push({ block, actual });
    return fits(block.text, actual) ? undefined : `what is printed is not this but\n${actual}`;
  }

  /** Makes the modules of the policies, as far as the page has not, and what its TypeScript needs to be checked. */
  private async finish(): Promise<string | undefined> {
    if (!existsSync(join(this.folder, "package.json"))) {
      writeFileSync(join(this.folder, "package.json"), `{ "type": "module" }\n`);
    }
    for (const name of ["rolebook", "@types"]) link(this.folder, name, this.programs);
    if (!existsSync(join(this.folder, "policies")) && !existsSync(join(this.folder, "rolebook.yaml")))
      return undefined;
    const { exitCode, stderr } = await rolebook(this.folder, ["build", "--max-warnings", "0"]);
    return exitCode === 0
      ? undefined
      : `the policies of the page do not compile without a warning:\n${stderr}`;
  }
}

/** Lets a folder import a package, as if it were installed there. */
function link(folder: string, name: string, { home }: Programs): void {
  const place = join(folder, "node_modules", name);
  if (existsSync(place)) return;
  mkdirSync(dirname(place), { recursive: true });
  symlinkSync(name === "rolebook" ? home : join(root, "node_modules", name), place);
}
