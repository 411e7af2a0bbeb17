/** Room 7: modules become text. ts-morph writes each in one call, prettier formats it. It cannot fail. */
import { format } from "prettier";
import { IndentationText, Project, QuoteKind } from "ts-morph";
import type { GeneratedFile, Module } from "../ir.js";

/** Prints the modules, each with its header. The result does not depend on anyone's prettier config. */
export async function print(modules: readonly Module[]): Promise<readonly GeneratedFile[]> {
  const project = new Project({
    useInMemoryFileSystem: true,
    manipulationSettings: { indentationText: IndentationText.TwoSpaces, quoteKind: QuoteKind.Double },
  });
  const files: GeneratedFile[] = [];
  for (const { path, header, statements } of modules) {
    const written = project.createSourceFile(path, { statements: [...statements] }).getFullText();
    const text = await format(`${header}\n\n${written}`, {
      parser: "typescript",
      printWidth: 110,
      endOfLine: "lf",
    });
    files.push({ path, text });
  }
  return files;
}
