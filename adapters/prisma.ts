/** A filter as a `where` of Prisma on PostgreSQL: `rolebook/prisma`. */
import type { Filter, FilterCondition } from "../runtime/filter/index.js";
import { asked } from "./mapping.js";
import type { Holds, Inside } from "./pieces.js";
import { elementTest, listTest, sizeTest } from "./prisma-lists.js";
import { all, both, either, Fields, type Where } from "./prisma-fields.js";
import { comparison, oneOf, textTest } from "./prisma-scalars.js";

export interface PrismaOptions<A extends string = string> {
  /** The field of each attribute; dots lead through relations to one row: `project.teamId`. */
  readonly fields: Readonly<Record<A, string>>;
  /** The name of the model's id, or of another field that is no list: `id` if it is left out. */
  readonly id?: string | undefined;
  /** Attributes whose fields are never null in the schema, like all lists: Prisma refuses to be asked whether they are. */
  readonly required?: readonly A[] | undefined;
  /** A `where` that is true where the principal holds one of the resource roles on the row, or on a container of this type. */
  readonly holds?: ((condition: Omit<Holds, "op">) => object) | undefined;
  /** A `where` that is true where the row is inside a container of this type, at any depth. */
  readonly inside?: ((condition: Omit<Inside, "op">) => object) | undefined;
}

/**
 * A filter as a `where`, for the model's own type of it: `const where: Prisma.JobWhereInput = toPrisma(...)`.
 * @throws TypeError for what Prisma cannot express, for an attribute without a field, and for `holds` or `inside` where the
 * filter asks and it is left out
 */
// The result takes the type that the place where it stands asks for: every model has its own.
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
export function toPrisma<A extends string, W extends object = Record<string, unknown>>(
  filter: Filter<A>,
  options: PrismaOptions<NoInfer<A>>,
): W {
  const fields = new Fields(options.fields, options.required ?? [], options.id ?? "id");
  if (filter.kind !== "when") return (filter.kind === "all" ? all : fields.none) as W;
  return whereOf(filter.when, fields, options) as W;
}

function whereOf(condition: FilterCondition, fields: Fields, options: PrismaOptions): Where {
  switch (condition.op) {
    case "and":
      return both(condition.of.map((one) => whereOf(one, fields, options)));
    case "or":
      return either(condition.of.map((one) => whereOf(one, fields, options)));
    case "holds":
      return asked(options.holds, condition)(condition) as Where;
    case "inside":
      return asked(options.inside, condition)(condition) as Where;
    case "has":
      return condition.negated ? fields.absent(condition.attribute) : fields.present(condition.attribute);
    case "exists":
    case "all":
      return elementTest(condition, fields);
    case "in":
      return condition.right.op === "attribute" ? listTest(condition, fields) : oneOf(condition, fields);
    case "startsWith":
    case "endsWith":
    case "contains":
      return textTest(condition, fields);
    default:
      return sizeTest(condition, fields) ?? comparison(condition, fields);
  }
}
