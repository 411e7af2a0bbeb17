import { isMap, isNode, isScalar, isSeq, type Node, type Pair, type YAMLMap, type YAMLSeq } from "yaml";
import { diagnostic, type Diagnostic } from "../diagnostic.js";
import type { ParsedFile } from "../ir.js";
import { partOf } from "./offsets.js";
import type { Range, Text } from "./text.js";

/** Where the entries of a map or list stand: key and value of each, and the whole. */
interface Ranges {
  readonly whole: Range;
  readonly keys: Map<string | number, Range>;
  readonly values: Map<string | number, Range>;
}

interface Read {
  readonly data: unknown;
  readonly locate: ParsedFile["locate"];
  readonly findings: readonly Diagnostic[];
}

/** Turns YAML nodes into plain data (null-prototype maps, so that no key is special) and remembers where each stood. */
export function readNodes(root: Node, text: Text): Read {
  const findings: Diagnostic[] = [];
  const ranges = new WeakMap<object, Ranges>();

  const read = (node: unknown): unknown => {
    if (!isNode(node)) return null;
    if (isMap(node)) return readMap(node);
    if (isSeq(node)) return readList(node);
    return isScalar(node) ? node.value : null;
  };

  const readMap = (node: YAMLMap): unknown => {
    const map = Object.create(null) as Record<string, unknown>;
    const own: Ranges = { whole: rangeOf(node), keys: new Map(), values: new Map() };
    for (const pair of node.items) {
      const key = keyOf(pair);
      if (key === undefined) continue;
      const first = own.keys.get(key.name);
      if (first !== undefined) {
        findings.push(
          diagnostic(
            "duplicate-key",
            text.span(...key.range),
            `\`${key.name}\` is written twice in this map`,
            {
              help: "merge the two, or rename one of them",
              related: [{ message: "first written here", span: text.span(...first) }],
            },
          ),
        );
        continue;
      }
      own.keys.set(key.name, key.range);
      own.values.set(key.name, rangeOf(pair.value, key.range));
      map[key.name] = read(pair.value);
    }
    ranges.set(map, own);
    return map;
  };

  const readList = (node: YAMLSeq): unknown => {
    const own: Ranges = { whole: rangeOf(node), keys: new Map(), values: new Map() };
    const list = node.items.map((item, index) => {
      own.values.set(index, isNode(item) && item.range ? [item.range[0], item.range[1]] : own.whole);
      return read(item);
    });
    ranges.set(list, own);
    return list;
  };

  const keyOf = (pair: Pair): { readonly name: string; readonly range: Range } | undefined => {
    const { key } = pair;
    if (!isScalar(key) || typeof key.value !== "string") {
      const span = text.span(...rangeOf(key));
      findings.push(diagnostic("yaml-syntax", span, "a key is not a plain name"));
      return undefined;
    }
    return { name: key.value, range: rangeOf(key) };
  };

  const locate: ParsedFile["locate"] = ({ container, key, part, within, range: wanted }) => {
    const own = ranges.get(container);
    const range =
      own === undefined
        ? ([0, 0] as const)
        : key === undefined
          ? own.whole
          : ((part === "key" ? own.keys.get(key) : own.values.get(key)) ?? own.whole);
    const value = key === undefined ? undefined : (container as Record<string | number, unknown>)[key];
    if (wanted !== undefined && typeof value === "string") return text.span(...partAt(range, value, wanted));
    return text.span(...(within === undefined ? range : text.find(within, range)));
  };

  const partAt = ([start, end]: Range, value: string, wanted: Range): Range => {
    const [from, to] = partOf(text.slice(start, end), value, wanted);
    return [start + from, start + to];
  };

  return { data: read(root), locate, findings };
}

/** Where a node stands; a value that is not written at all stands where its key does. */
function rangeOf(node: unknown, otherwise: Range = [0, 0]): Range {
  if (!isNode(node) || !node.range) return otherwise;
  const [start, end] = node.range;
  return start === end && isScalar(node) && node.source === "" ? otherwise : [start, end];
}
