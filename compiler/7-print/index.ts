/** Room 7: modules become text. ts-morph writes each in one call, prettier formats it. It cannot fail. */
import { format } from "prettier";
import { IndentationText, Project, QuoteKind } from "ts-morph";
import type { CodeModule, GeneratedFile, Module } from "../ir.js";

const layout = { printWidth: 110, endOfLine: "lf" } as const;

/** Prints the modules, each with its header, and the documents. The result does not depend on anyone's prettier config. */
export async function print(modules: readonly Module[]): Promise<readonly GeneratedFile[]> {
  const project = new Project({
    useInMemoryFileSystem: true,
    manipulationSettings: { indentationText: IndentationText.TwoSpaces, quoteKind: QuoteKind.Double },
  });
  const files: GeneratedFile[] = [];
  for (const module of modules) {
    const text =
      "json" in module
        ? await format(JSON.stringify(module.json), { ...layout, parser: "json" })
        : await format(`${module.header}\n\n${written(project, module)}`, {
            ...layout,
            parser: "typescript",
          });
    files.push({ path: module.path, text });
  }
  return files;
}

function written(project: Project, { path, statements }: CodeModule): string {
  return project.createSourceFile(path, { statements: [...statements] }).getFullText();
}
