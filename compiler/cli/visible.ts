/** Control and reordering characters of a text must not reach the terminal; each is shown as one character. */
export function visible(text: string): string {
  return text.replace(/\t/g, " ").replace(/\p{Cc}|[\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu, "\ufffd");
}

/** The same for a text of several lines. */
export function visibleLines(text: string): string {
  return text.split("\n").map(visible).join("\n");
}
