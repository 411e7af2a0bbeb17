import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import { diagnostic, type Diagnostic } from "../diagnostic.js";
import type { ParsedFile } from "../ir.js";
import type { Text } from "./text.js";

type Range = readonly [start: number, end: number];

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
    refuseFeatures(node);
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
      own.values.set(index, rangeOf(item, own.whole));
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
    refuseFeatures(key);
    const range = rangeOf(key);
    if (key.value === "<<") {
      findings.push(feature(range, "merge keys are", "write the entries out"));
      return undefined;
    }
    return { name: key.value, range };
  };

  const refuseFeatures = (node: Node): void => {
    const range = rangeOf(node);
    if (isAlias(node)) {
      const cure = `write the value out, or quote it: \`"*${node.source}"\``;
      findings.push(feature(range, "aliases are", cure));
    } else if (node.anchor !== undefined) {
      const cure = `remove it, or quote the value: \`"&${node.anchor}…"\``;
      findings.push(feature(range, `anchors (\`&${node.anchor}\`) are`, cure));
    }
    if (node.tag !== undefined) {
      const cure = `remove it, or quote the value: \`"${node.tag}…"\``;
      findings.push(feature(range, `tags (\`${node.tag}\`) are`, cure));
    }
  };

  const feature = (range: Range, what: string, help: string): Diagnostic =>
    diagnostic("yaml-feature", text.span(...range), `${what} not supported`, { help });

  const locate: ParsedFile["locate"] = ({ container, key, part }) => {
    const own = ranges.get(container);
    const range =
      own === undefined
        ? ([0, 0] as const)
        : key === undefined
          ? own.whole
          : ((part === "key" ? own.keys.get(key) : own.values.get(key)) ?? own.whole);
    return text.span(...range);
  };

  return { data: read(root), locate, findings };
}

/** Where a node stands; a value that is not written at all stands where its key does. */
function rangeOf(node: unknown, otherwise: Range = [0, 0]): Range {
  if (!isNode(node) || !node.range) return otherwise;
  const [start, end] = node.range;
  return start === end && isScalar(node) && node.source === "" ? otherwise : [start, end];
}
