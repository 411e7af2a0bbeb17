import type { Matrix } from "../../pipeline.js";
import { jsonText } from "../formats/format.js";

/** One document, as `schema/matrix.schema.json` describes it, piece by piece: it may be longer than a text can be. */
export function* json(matrices: readonly Matrix[]): Generator<string, undefined> {
  yield '{\n  "policies": [';
  for (const [at, { cells, ...rest }] of matrices.entries()) {
    yield `${at === 0 ? "" : ","}\n${indented(jsonText(rest).replace(/\n\}\n$/, ","))}\n      "cells": [`;
    let isFirst = true;
    for (const cell of cells) {
      yield `${isFirst ? "" : ","}\n        ${inOneLine(cell)}`;
      isFirst = false;
    }
    yield `${isFirst ? "" : "\n      "}]\n    }`;
  }
  yield "\n  ]\n}\n";
}

function indented(text: string): string {
  return text.replace(/^/gm, "    ");
}

/** No text in JSON holds a line break. */
function inOneLine(value: unknown): string {
  return jsonText(value).trim().replace(/\n */g, " ");
}
