/** Random principals and resources: complete, with holes, and with values that are none. */
import { pick, several, type Dice } from "./dice.js";
import type { Scalar } from "./nodes.js";
import { moments, noMoments, numbers, oddMoments, oddNumbers, oddTexts, texts } from "./values.js";
import { containers, kinds, types, type Declared } from "./vocabulary.js";

export type Bag = Record<string, unknown>;

export interface Row {
  readonly principal: Bag;
  readonly resource: Bag;
}

/** How much is wrong with a row: one value in so many is missing, or no value; 0: none. */
const harms = [0, 0, 30, 12, 4];

export function row(dice: Dice): Row {
  const harm = pick(dice, harms);
  const kind = pick(dice, ["user", "user", "key"]);
  const values = new Values(dice, harm);
  const principal = { kind, ...values.text("id"), ...values.bag(kinds[kind] ?? {}, Object.values(kinds)) };
  return { principal, resource: values.resource("doc", 0) };
}

class Values {
  private readonly dice: Dice;
  private readonly harm: number;

  constructor(dice: Dice, harm: number) {
    this.dice = dice;
    this.harm = harm;
  }

  resource(type: string, depth: number): Bag {
    const around = containers[type] ?? [];
    const isInside = around.length > 0 && this.dice(depth === 0 ? 8 : 3) > 0 && depth < 4;
    const container = isInside ? this.resource(pick(this.dice, around), depth + 1) : this.nothing();
    return {
      type,
      ...this.text("id"),
      ...this.bag(types[type] ?? {}, Object.values(types)),
      ...(container !== none && { container }),
    };
  }

  /** What is declared; and now and then, in a row with holes, what only others declare. */
  bag(declared: Readonly<Record<string, Declared>>, all: readonly Readonly<Record<string, Declared>>[]): Bag {
    const bag: Bag = {};
    const everything = Object.assign({}, ...all, declared) as Readonly<Record<string, Declared>>;
    for (const [name, type] of Object.entries(everything)) {
      if (name in declared ? this.isHarmed() : this.dice(3) > 0) {
        const value = this.dice(2) === 0 ? this.nothing() : this.wrong(type);
        if (value !== none && name in declared) bag[name] = value;
      } else {
        bag[name] = this.value(type);
      }
    }
    return bag;
  }

  text(name: string): Bag {
    const value = this.isHarmed() ? this.nothing() : this.value("string");
    return value === none ? {} : { [name]: value };
  }

  private isHarmed(): boolean {
    return this.harm > 0 && this.dice(this.harm) === 0;
  }

  private value(declared: Declared): unknown {
    const { dice } = this;
    if (typeof declared !== "string") return dice(12) === 0 ? pick(dice, texts) : pick(dice, declared);
    const element = /^list<(.*)>$/.exec(declared)?.[1] as Scalar | undefined;
    if (element === undefined) return this.scalar(declared as Scalar);
    return several(dice(5), () =>
      this.harm > 0 && dice(this.harm + 4) === 0 ? this.wrong(element) : this.scalar(element),
    );
  }

  private scalar(type: Scalar): unknown {
    const { dice } = this;
    const isOdd = dice(8) === 0;
    if (type === "boolean") return dice(2) === 0;
    if (type === "string") return pick(dice, isOdd ? oddTexts : texts);
    if (type === "number") return pick(dice, isOdd ? oddNumbers : numbers);
    const text = pick(dice, isOdd ? oddMoments : moments);
    return dice(2) === 0 ? text : new Date(text);
  }

  /** Not there, in one of three ways. */
  private nothing(): unknown {
    return pick(this.dice, [null, undefined, none]);
  }

  /** Of another type than the declared one, or no number or moment. */
  private wrong(declared: Declared): unknown {
    const all = [null, 1, "1", true, {}, ["a"], [], 7n, NaN, new Date(NaN), new Date(8.64e15), ...noMoments];
    const isText = typeof declared !== "string" || declared === "string";
    return pick(
      this.dice,
      all.filter((value) => {
        if (isText) return typeof value !== "string";
        if (declared === "number") return typeof value !== "number" || Number.isNaN(value);
        return declared.startsWith("list") ? !Array.isArray(value) : typeof value !== declared;
      }),
    );
  }
}

/** A property that is not there at all. */
const none = Symbol("none");
