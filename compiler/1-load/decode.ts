/** The text of some bytes, or the place (from 1) of the first byte that is not UTF-8. */
export type Decoded =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly line: number; readonly column: number; readonly lineText: string };

/** Decodes UTF-8 strictly and drops a byte order mark. */
export function decodeUtf8(bytes: Uint8Array): Decoded {
  try {
    return { ok: true, text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    const before = new TextDecoder().decode(bytes.subarray(0, firstInvalidByte(bytes)), { stream: true });
    const lines = before.split("\n");
    const lineText = new TextDecoder().decode(bytes).split("\n")[lines.length - 1] ?? "";
    return { ok: false, line: lines.length, column: (lines.at(-1) ?? "").length + 1, lineText };
  }
}

/** The length of the longest valid prefix, found by halving: a prefix of valid text is valid. */
function firstInvalidByte(bytes: Uint8Array): number {
  let valid = 0;
  let invalid = bytes.length + 1;
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1;
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, middle), { stream: true });
      valid = middle;
    } catch {
      invalid = middle;
    }
  }
  return Math.min(valid, bytes.length);
}
