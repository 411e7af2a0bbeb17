/**
 * The statements that generated code consists of, as plain data. They are some of ts-morph's structures, under its names: a test
 * gives it the same data, to compare what it writes with what room 7 writes.
 */

/** Text is a statement as it stands. */
export type Statement = string | Variable | TypeAlias | Interface | Import | FunctionStatement;

/** ts-morph's numbers for the kinds of statements. */
export const functionStatement = 13;
export const importStatement = 16;
export const interfaceStatement = 19;
export const typeAliasStatement = 38;
export const variableStatement = 41;

/** What every declaration has. */
interface Declared {
  /** What stands before it: an empty line, a comment. */
  readonly leadingTrivia: string;
  readonly isExported: boolean;
}

/** `const name: type = initializer;` */
export interface Variable extends Declared {
  readonly kind: typeof variableStatement;
  readonly declarationKind: "const";
  readonly declarations: readonly [
    { readonly name: string; readonly type?: string; readonly initializer: string },
  ];
}

/** `type name<typeParameters> = type;` */
export interface TypeAlias extends Declared {
  readonly kind: typeof typeAliasStatement;
  readonly name: string;
  readonly typeParameters: readonly string[];
  readonly type: string;
}

/** `interface name extends … { properties }` */
export interface Interface extends Declared {
  readonly kind: typeof interfaceStatement;
  readonly name: string;
  readonly extends: readonly string[];
  readonly properties: readonly Property[];
}

/** `readonly name: type;` */
export interface Property {
  readonly leadingTrivia: string;
  readonly isReadonly: true;
  readonly name: string;
  readonly type: string;
}

/** `import { namedImports } from "moduleSpecifier";` */
export interface Import {
  readonly kind: typeof importStatement;
  readonly isTypeOnly: boolean;
  readonly namedImports: readonly string[];
  readonly moduleSpecifier: string;
}

/** `function name<typeParameters>(parameters): returnType { statements }`, below its overloads. */
export interface FunctionStatement extends Declared, Signature {
  readonly kind: typeof functionStatement;
  readonly name: string;
  readonly overloads?: readonly Signature[];
  readonly statements: readonly string[];
}

export interface Signature {
  readonly typeParameters?: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly returnType: string;
}

/** `name: type`, or `name?: type`. */
export interface Parameter {
  readonly name: string;
  readonly hasQuestionToken?: boolean;
  readonly type: string;
}
