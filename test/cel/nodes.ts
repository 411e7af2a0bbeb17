/** Conditions as the generator makes them, before they are written as text. */
export type Scalar = "string" | "number" | "boolean" | "timestamp";

export type Comparison = "==" | "!=" | "<" | "<=" | ">" | ">=";

export type Node =
  /** A timestamp is an RFC 3339 text. A number `isInteger` if it is written without a point. */
  | {
      readonly op: "literal";
      readonly type: Scalar;
      readonly value: string | number | boolean;
      readonly isInteger?: boolean;
    }
  | {
      readonly op: "read";
      readonly path: string;
      readonly type: Scalar;
      readonly isList: boolean;
      readonly values?: readonly string[];
    }
  | { readonly op: "variable"; readonly name: string; readonly type: Scalar; readonly family?: Family }
  | { readonly op: "list"; readonly type: Scalar; readonly of: readonly Node[] }
  | { readonly op: "has"; readonly path: string }
  | { readonly op: "!" | "negate" | "size"; readonly of: Node }
  | { readonly op: "&&" | "||"; readonly of: readonly Node[] }
  | { readonly op: "?:"; readonly if: Node; readonly then: Node; readonly else: Node }
  | {
      readonly op: Comparison | "in" | "startsWith" | "endsWith" | "contains" | "+" | "-" | "*" | "/";
      readonly left: Node;
      readonly right: Node;
    }
  | { readonly op: "exists" | "all"; readonly over: Node; readonly as: string; readonly where: Node };

export type Quantified = Extract<Node, { over: Node }>;

/** What CEL takes a number for; `mixed` is now the one, now the other. */
export type Family = "int" | "double" | "mixed";

/** The parts of an expression, in the order of writing. */
export function partsOf(node: Node): readonly Node[] {
  switch (node.op) {
    case "literal":
    case "read":
    case "variable":
    case "has":
      return [];
    case "list":
    case "&&":
    case "||":
      return node.of;
    case "!":
    case "negate":
    case "size":
      return [node.of];
    case "?:":
      return [node.if, node.then, node.else];
    case "exists":
    case "all":
      return [node.over, node.where];
    default:
      return [node.left, node.right];
  }
}

/** True if a part, at any depth, is like this. */
export function some(node: Node, is: (part: Node) => boolean): boolean {
  return is(node) || partsOf(node).some((part) => some(part, is));
}

/** What CEL takes a number for. */
export function familyOf(node: Node): Family {
  switch (node.op) {
    case "literal":
      return node.isInteger === true ? "int" : "double";
    case "variable":
      return node.family ?? "double";
    case "size":
      return "int";
    case "negate":
      return familyOf(node.of);
    case "+":
    case "-":
    case "*":
      return familyOf(node.left);
    case "?:":
      return united([node.then, node.else]);
    case "list":
      return united(node.of);
    default:
      return "double";
  }
}

function united(nodes: readonly Node[]): Family {
  const families = new Set(nodes.map(familyOf));
  const [first = "double"] = families;
  return families.size === 1 ? first : "mixed";
}

/** A list that is written out and does not consist of literals alone. */
export function isOpen(node: Node): boolean {
  return node.op === "list" && node.of.some(({ op }) => op !== "literal");
}

/** True for the four operations with numbers. */
export function isArithmetic({ op }: Node): boolean {
  return op === "+" || op === "-" || op === "*" || op === "/";
}

/** The paths of the attributes with lists that it reads. */
export function listsIn(node: Node): ReadonlySet<string> {
  const own = node.op === "read" && node.isList ? [node.path] : [];
  return new Set([...own, ...partsOf(node).flatMap((part) => [...listsIn(part)])]);
}
