/**
 * Random conditions, well-typed by docs/conditions.md, from dice. None compares an expression with itself, two
 * literals, or an enumeration with what it cannot hold: their answer would always be the same.
 */
import { roll, type Dice } from "./choices.js";
import type { Attributes, AttributeType } from "./reading.js";
import { MOMENTS, NUMBERS, TEXTS } from "./values.js";

/** What a policy declares, and which types may stand around a type. */
export interface Vocabulary {
  readonly kinds: ReadonlyMap<string, Attributes>;
  readonly types: ReadonlyMap<string, Attributes>;
  readonly containers: ReadonlyMap<string, readonly string[]>;
}

/** Where a condition stands: for which kinds, and on which types; on none it reads only the principal. */
export interface Place {
  readonly kinds: readonly string[];
  readonly types: readonly string[];
}

interface Reading {
  readonly path: string;
  readonly type: AttributeType;
}

interface Words {
  readonly readings: readonly Reading[];
  /** Paths whose presence may be asked. */
  readonly presences: readonly string[];
}

const none: Attributes = new Map();

function united(all: readonly Attributes[]): Reading[] {
  const types = new Map(all.flatMap((attributes) => [...attributes]));
  return [...types].map(([path, type]) => ({ path, type }));
}

function prefixed(prefix: string, readings: readonly Reading[]): Reading[] {
  return readings.map(({ path, type }) => ({ path: `${prefix}.${path}`, type }));
}

function ofPrincipal({ kinds }: Vocabulary, place: Place): Reading[] {
  const attributes = united(place.kinds.map((kind) => kinds.get(kind) ?? none));
  const kind: Reading[] = place.kinds.length > 1 ? [{ path: "kind", type: place.kinds }] : [];
  return prefixed("principal", [{ path: "id", type: "string" }, ...attributes, ...kind]);
}

/** Containers, two deep. */
function ofContainers(
  { types, containers }: Vocabulary,
  around: readonly string[],
  depth: number,
): Reading[] {
  if (around.length === 0 || depth === 0) return [];
  const attributes = united(around.map((type) => types.get(type) ?? none));
  const type: Reading[] = around.length > 1 ? [{ path: "type", type: around }] : [];
  const further = around.flatMap((one) => containers.get(one) ?? []);
  return prefixed("container", [
    { path: "id", type: "string" },
    ...attributes,
    ...type,
    ...ofContainers({ types, containers, kinds: new Map() }, [...new Set(further)], depth - 1),
  ]);
}

/** What a condition on all of these types may read: what they have in common. */
function ofResource(vocabulary: Vocabulary, place: Place): Reading[] {
  const [first, ...others] = place.types.map((type): Reading[] => [
    { path: "id", type: "string" },
    ...united([vocabulary.types.get(type) ?? none]),
    ...ofContainers(vocabulary, vocabulary.containers.get(type) ?? [], 2),
  ]);
  const same = (one: Reading, other: Reading): boolean => JSON.stringify(one) === JSON.stringify(other);
  const common = (first ?? []).filter((one) =>
    others.every((readings) => readings.some((other) => same(one, other))),
  );
  return prefixed("resource", common);
}

function wordsOf(vocabulary: Vocabulary, place: Place): Words {
  const all = [...ofResource(vocabulary, place), ...ofPrincipal(vocabulary, place)];
  // An enumeration of one value always gives the same answer.
  const readings = all.filter(({ type }) => type.length > 1);
  const containers = readings
    .filter(({ path }) => path.endsWith("container.id"))
    .map(({ path }) => path.slice(0, -3));
  const attributes = readings.map(({ path }) => path).filter((path) => !/\.(?:id|kind|type)$/.test(path));
  return { readings, presences: [...containers, ...attributes] };
}

// ---- Atoms.

const literal = (text: string, dice: Dice): string => (dice(3) === 0 ? `'${text}'` : JSON.stringify(text));

const isEnumeration = (type: AttributeType): type is readonly string[] => typeof type !== "string";

const elementOf = (type: AttributeType): string | undefined =>
  isEnumeration(type) ? undefined : /^list<(.*)>$/.exec(type)?.[1];

/** Other readings of this type. */
function others(words: Words, { path, type }: Reading): Reading[] {
  const wanted = JSON.stringify(type);
  return words.readings.filter((one) => one.path !== path && JSON.stringify(one.type) === wanted);
}

function comparison(dice: Dice): string {
  return roll(dice, ["==", "<", ">", "<=", ">=", "!="]);
}

function listsOf(words: Words, type: string): string[] {
  return words.readings.filter((one) => one.type === `list<${type}>`).map(({ path }) => path);
}

function onText(one: Reading, words: Words, dice: Dice): string {
  const { path } = one;
  const text = literal(roll(dice, TEXTS), dice);
  const [other, another] = [
    roll(dice, [...others(words, one), undefined]),
    roll(dice, [...others(words, one), undefined]),
  ];
  const fitting = listsOf(words, "string");
  switch (dice(8)) {
    case 5:
      return `${path} in [${text}, "bob"]`;
    case 6:
      return fitting.length > 0 ? `${path} in ${roll(dice, fitting)}` : `${text} != ${path}`;
    case 7: {
      const name = roll(dice, ["startsWith", "endsWith", "contains"]);
      const part = roll(dice, ["t", "1", "a", "n", "%", "_"]);
      return `${path}.${name}(${other === undefined || dice(2) === 0 ? literal(part, dice) : other.path})`;
    }
    case 4:
      if (other !== undefined && another !== undefined && other !== another) {
        return `${path} in [${other.path}, ${another.path}]`;
      }
      return `${path} != ${text}`;
    default:
      return `${path} ${roll(dice, ["==", "==", "!="])} ${other?.path ?? text}`;
  }
}

function onEnumeration(one: Reading, values: readonly string[], words: Words, dice: Dice): string {
  const { path } = one;
  const value = literal(roll(dice, values), dice);
  const other = roll(dice, [...others(words, one), undefined, undefined]);
  const equals = roll(dice, ["==", "==", "!="]);
  if (other !== undefined) return `${path} ${equals} ${other.path}`;
  if (values.length < 3 || dice(2) === 0) return `${path} ${equals} ${value}`;
  const but = dice(values.length);
  const some = values.filter((_, index) => index !== but).slice(0, 2);
  return `${path} in [${some.map((each) => literal(each, dice)).join(", ")}]`;
}

const numberOf = (dice: Dice): string => {
  const number = roll(dice, NUMBERS);
  return dice(3) === 0 && Number.isInteger(number) ? `${number}.0` : String(number);
};

/** Arithmetic over a reading, and perhaps over another one. */
function computed({ path }: Reading, other: string | undefined, dice: Dice): string {
  const operand = other ?? roll(dice, ["2", "1.5", "3"]);
  switch (dice(8)) {
    case 0:
      return `${path} + ${operand}`;
    case 1:
      return `${path} - ${operand}`;
    case 2:
      return `${path} * ${operand}`;
    case 3:
      return `${path} / ${operand}`;
    case 4:
      return `-${path}`;
    case 5:
      return `2 * (${path} + ${operand})`;
    case 6:
      return `1.0 / ${path} - ${operand}`;
    default:
      return `${path} + ${operand} * 2`;
  }
}

function onNumber(one: Reading, words: Words, dice: Dice): string {
  const { path } = one;
  const [other, third] = others(words, one);
  const fitting = listsOf(words, "number");
  switch (dice(7)) {
    case 0:
    case 1:
      return `${path} ${comparison(dice)} ${other?.path ?? numberOf(dice)}`;
    case 2:
      return `${path} in [1, 2.5, 3]`;
    case 3:
      return `${path} in ${fitting.length > 0 ? roll(dice, fitting) : "[0, 1]"}`;
    case 4:
      return `${computed(one, other?.path, dice)} ${comparison(dice)} ${third?.path ?? numberOf(dice)}`;
    case 5:
      return `${computed(one, undefined, dice)} ${comparison(dice)} ${other?.path ?? numberOf(dice)}`;
    default:
      return `${path} ${comparison(dice)} ${numberOf(dice)}`;
  }
}

function onBoolean(one: Reading, words: Words, dice: Dice): string {
  const other = roll(dice, [...others(words, one), undefined]);
  if (other !== undefined && dice(2) === 0) return `${one.path} ${roll(dice, ["==", "!="])} ${other.path}`;
  return dice(3) === 0 ? `!${one.path}` : one.path;
}

function onTimestamp(one: Reading, words: Words, dice: Dice): string {
  const { path } = one;
  const moment = `timestamp(${literal(roll(dice, MOMENTS), dice)})`;
  const other = roll(dice, [...others(words, one), undefined]);
  const fitting = listsOf(words, "timestamp");
  if (fitting.length > 0 && dice(4) === 3) return `${path} in ${roll(dice, fitting)}`;
  return `${path} ${comparison(dice)} ${other?.path ?? moment}`;
}

/** A variable of `exists` or `all` is a reading like any other, of the element's type. */
function onList(one: Reading, element: string, words: Words, dice: Dice, depth: number): string {
  const { path } = one;
  const [other] = others(words, one);
  const size = dice(2) === 0 ? `size(${path})` : `${path}.size()`;
  switch (dice(5)) {
    case 0:
      return element === "string" ? `${literal(roll(dice, TEXTS), dice)} in ${path}` : `${size} > 1`;
    case 1:
      return `${size} ${comparison(dice)} ${other === undefined ? roll(dice, ["1", "2"]) : `size(${other.path})`}`;
    default: {
      const name = depth === 0 ? "x" : `x${depth}`;
      const variable: Reading = { path: name, type: element };
      const body = atomOn(variable, { ...words, readings: [...words.readings, variable] }, dice, depth + 1);
      const more = dice(4) === 3 ? ` && ${atom(words, dice, depth + 2)}` : "";
      return `${path}.${roll(dice, ["exists", "all"])}(${name}, ${body}${more})`;
    }
  }
}

function atomOn(one: Reading, words: Words, dice: Dice, depth: number): string {
  const { type } = one;
  if (isEnumeration(type)) return onEnumeration(one, type, words, dice);
  const element = elementOf(type);
  if (element !== undefined) return onList(one, element, words, dice, depth);
  if (type === "string") return onText(one, words, dice);
  if (type === "number") return onNumber(one, words, dice);
  return type === "boolean" ? onBoolean(one, words, dice) : onTimestamp(one, words, dice);
}

function atom(words: Words, dice: Dice, depth: number): string {
  if (words.presences.length > 0 && dice(8) === 7) return `has(${roll(dice, words.presences)})`;
  const scalars = words.readings.filter(({ type }) => elementOf(type) === undefined);
  const comparable = depth < 2 ? words.readings : scalars;
  // What lies in containers is often not there.
  const near = comparable.filter(({ path }) => !path.includes("container."));
  return atomOn(roll(dice, dice(4) === 3 ? comparable : near), words, dice, depth);
}

/** A ternary over texts or numbers, as an operand. */
function chosen(words: Words, dice: Dice): string | undefined {
  const wanted = roll(dice, ["string", "number"]);
  const [one, other] = words.readings.filter(({ type }) => type === wanted);
  if (one === undefined || other === undefined) return undefined;
  const value = one.type === "string" ? literal(roll(dice, TEXTS), dice) : numberOf(dice);
  return `(${atom(words, dice, 2)} ? ${one.path} : ${other.path}) == ${value}`;
}

function composed(words: Words, dice: Dice, depth: number): string {
  const next = (): string => composed(words, dice, depth - 1);
  switch (depth === 0 ? 0 : dice(9)) {
    case 4:
      return `!(${next()})`;
    case 5: {
      const [one, other] = [next(), next()];
      return one === other ? one : `(${one}) && (${other})`;
    }
    case 6: {
      const [one, other] = [next(), next()];
      return one === other ? one : `(${one}) || (${other})`;
    }
    case 7: {
      const [test, yes, no] = [next(), next(), next()];
      return yes === no || test === yes || test === no ? test : `(${test}) ? (${yes}) : (${no})`;
    }
    case 8:
      return chosen(words, dice) ?? atom(words, dice, 0);
    default:
      return atom(words, dice, 0);
  }
}

/** A condition for a place. On resource types it reads the resource, with `strictly` whatever the dice say. */
export function conditionFor(vocabulary: Vocabulary, place: Place, dice: Dice, strictly = false): string {
  const words = wordsOf(vocabulary, place);
  const condition = composed(words, dice, 2);
  if (!strictly || place.types.length === 0 || condition.includes("resource.")) return condition;
  const ofResources = words.readings.filter(({ path }) => path.startsWith("resource."));
  return `${atomOn(roll(dice, ofResources), words, dice, 2)} && (${condition})`;
}
