/** Fields of Prisma, and what it says about them. `NOT` is avoided: through a relation it is also true where there is none. */
import type { Scalar } from "../runtime/filter/read.js";
import { mapped } from "./mapping.js";
import { isStorable } from "./text.js";

export type Where = Readonly<Record<string, unknown>>;

/** Everything. Prisma drops it from an `OR`, so it never stands in one here. */
export const all: Where = {};

export function both(parts: readonly Where[]): Where {
  const asking = parts.filter((part) => !isAll(part));
  return asking.length > 1 ? { AND: asking } : (asking[0] ?? all);
}

export function either(parts: readonly Where[]): Where {
  const [first = all, ...others] = parts;
  if (parts.some(isAll)) return all;
  return others.length > 0 ? { OR: parts } : first;
}

function isAll(where: Where): boolean {
  return Object.keys(where).length === 0;
}

/** A value that Prisma can send; no field has another one. */
export function isSendable(value: Scalar): boolean {
  return typeof value === "number" ? Number.isFinite(value) : isStorable(String(value));
}

/** @throws TypeError for what Prisma has no words for */
export function refuse(what: string): never {
  throw new TypeError(
    `rolebook: Prisma cannot express ${what}: write the condition in another way, or use \`rolebook/sql\` with \`$queryRaw\``,
  );
}

export class Fields {
  /** Nothing. An empty `OR` is nothing too, but beside other things in an `AND` Prisma drops it. */
  readonly none: Where;
  private readonly fields: Readonly<Record<string, string>>;
  private readonly required: readonly string[];

  constructor(fields: Readonly<Record<string, string>>, required: readonly string[], id: string) {
    this.fields = fields;
    this.required = required;
    this.none = { [id]: { in: [] } };
  }

  /** A test of a field, which relations may lead to. */
  at(attribute: string, test: (field: string) => Where): Where {
    const path = mapped<string>(this.fields, attribute, "fields").split(".");
    const field = path.pop() ?? "";
    return path.reduceRight<Where>((inner, relation) => ({ [relation]: { is: inner } }), test(field));
  }

  is(attribute: string, test: unknown): Where {
    return this.at(attribute, (field) => ({ [field]: test }));
  }

  /** That it is there. Prisma refuses to compare a field with null that never is. */
  present(attribute: string): Where {
    return this.at(attribute, (field) =>
      this.required.includes(attribute) ? all : { [field]: { not: null } },
    );
  }

  /** That it is not there, or that a relation on the way leads nowhere. */
  absent(attribute: string): Where {
    const path = mapped<string>(this.fields, attribute, "fields").split(".");
    const cut = path.flatMap((name, depth): readonly Where[] => {
      if (depth === path.length - 1 && this.required.includes(attribute)) return [];
      return [
        path.slice(0, depth).reduceRight<Where>((inner, one) => ({ [one]: { is: inner } }), { [name]: null }),
      ];
    });
    return cut.length === 0 ? this.none : either(cut);
  }
}
