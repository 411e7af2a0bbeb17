/**
 * ts-morph's names for the statements that generated code consists of, so that a module can be described, and a large one printed,
 * without loading it.
 */
import type { StructureKind, VariableDeclarationKind } from "ts-morph";

export const variableStatement = 41 as unknown as StructureKind.VariableStatement;
export const typeAliasStatement = 38 as unknown as StructureKind.TypeAlias;
export const interfaceStatement = 19 as unknown as StructureKind.Interface;
export const importStatement = 16 as unknown as StructureKind.ImportDeclaration;
export const functionStatement = 13 as unknown as StructureKind.Function;
export const constKeyword = "const" as unknown as VariableDeclarationKind.Const;
