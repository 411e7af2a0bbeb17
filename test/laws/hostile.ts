/** Values that throw, lie or are of no type that a policy knows, in the place of attributes. */
import { diceOf, roll } from "./choices.js";

function fail(): never {
  throw new Error("hostile");
}

const TRAPS: ProxyHandler<object> = {
  get: fail,
  has: fail,
  getPrototypeOf: fail,
  ownKeys: fail,
  getOwnPropertyDescriptor: fail,
};

const HUGE = "t1".repeat(500_000);

function revoked(target: object): unknown {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

/** Each is made anew: what one question does to it does not matter to another. */
const HOSTILE: readonly (() => unknown)[] = [
  () => HUGE,
  () => Symbol("t1"),
  () => 10n,
  () => fail,
  () => new Proxy({}, TRAPS),
  () => new Proxy([], TRAPS),
  () =>
    new Proxy(["t1"], {
      get: (list, key) => (key === "length" ? 1 : key === "0" ? fail() : (Reflect.get(list, key) as unknown)),
    }),
  () =>
    new Proxy(["t1"], {
      get: (list, key) => (key === "length" ? fail() : (Reflect.get(list, key) as unknown)),
    }),
  () => new Proxy(new Date(), TRAPS),
  () => new Proxy(new Date(), {}),
  () => revoked({}),
  () => revoked([]),
  () => Object.defineProperty(["t1"], "0", { get: fail }),
  () =>
    Object.assign(["t1"], { some: fail, every: fail, includes: fail, map: fail, [Symbol.iterator]: fail }),
  () => [new Proxy({}, TRAPS), Symbol("t1"), HUGE, [["t1"]]],
  () => Object.assign(new Date(), { getTime: fail, valueOf: fail, toISOString: fail }),
  () => Object.defineProperty(new Date(), Symbol.toPrimitive, { value: fail }),
  () => Object.create(Date.prototype) as unknown,
  () => ({ toString: fail, valueOf: fail, [Symbol.toPrimitive]: fail }),
  () => Object.create(null) as unknown,
  () => Object("t1") as unknown,
  () => Object.assign(Object("t1") as object, { startsWith: fail }),
  () => Object(NaN) as unknown,
];

const NAMES =
  "team owner level status open at tags limit marks until visibility listed label then key_1 note id".split(
    " ",
  );

/** A principal, a resource or a container with hostile attributes here and there; some cannot even be read. */
export function planted(value: unknown, thrown: readonly number[], depth = 3): unknown {
  if (Array.isArray(value)) return value.map((one) => planted(one, thrown, depth));
  if (typeof value !== "object" || value === null || depth === 0) return value;
  const result: Record<string, unknown> = { ...value };
  const dice = diceOf(thrown);
  for (const name of NAMES) {
    const how = dice(4);
    if (how === 0) continue;
    if (how === 1) Object.defineProperty(result, name, { get: fail, enumerable: true });
    else result[name] = roll(dice, HOSTILE)();
  }
  if ("container" in value)
    result["container"] = planted(value.container, thrown.slice(1).concat(0), depth - 1);
  return result;
}
