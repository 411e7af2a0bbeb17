/** Text of an author in generated code: it can never become code, a directive or a tag. */

/** Characters that control, reorder or hide text; the joiners that scripts and emoji need are left. */
const invisible = /(?![\n\u200c\u200d])[\p{Cc}\p{Cf}]/gu;

/** Most texts are names, and nothing in these can be anything else. */
const harmlessText = /^[\w:./ -]*$/;

/** A string literal. */
export function quote(text: string): string {
  if (harmlessText.test(text)) return `"${text}"`;
  return JSON.stringify(text)
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, escaped)
    .replace(/<(?=[/!])/g, escaped)
    .replace(/(?<=[#@]\s*)s(?=ource(?:Mapping)?URL)/gi, escaped);
}

function escaped(character: string): string {
  return character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}

/** Code without what stands in its string literals. */
export function withoutTexts(code: string): string {
  return code.replace(/"(?:[^"\\]|\\.)*"/g, "");
}

/** One line for a comment. */
export function oneLine(text: string): string {
  return harmless(text).replace(/\s+/g, " ").trim();
}

/** One line for people, where it can be no code: in a string of a JSON document. */
export function plain(text: string): string {
  return text.replace(/\s+/g, " ").replace(invisible, "").trim();
}

/** A documentation comment of some paragraphs and a deprecation, or nothing. Empty paragraphs are left out. */
export function comment(paragraphs: readonly (string | undefined)[], deprecated?: string): string {
  const lines = paragraphs
    .filter((text) => text !== undefined)
    .map((text) => harmless(text).trim())
    .filter((text) => text !== "")
    .flatMap((text) => ["", ...text.split("\n")])
    .slice(1);
  if (deprecated !== undefined) lines.push(`@deprecated ${oneLine(deprecated)}`);
  const [first] = lines;
  if (first === undefined) return "";
  if (lines.length === 1) return `/** ${first} */\n`;
  return ["/**", ...lines.map((line) => ` * ${line}`.trimEnd()), " */", ""].join("\n");
}

function harmless(text: string): string {
  return (
    text
      .replace(/\r\n?|[\u0085\u2028\u2029]/g, "\n")
      .replace(invisible, "")
      .replace(/\*(?=\/)/g, "*\\")
      .replace(/<(?=[/!])/g, "<\\")
      .replace(/\/\/(?=#)/g, "// ")
      .replace(/(?<=[#@]\s*source)(?=(?:Mapping)?URL)/gi, "\\")
      .replace(/(?<![\p{L}\p{N}._-])@/gu, "\\@")
      // TypeScript reads some words as directives even so.
      .replace(/@(?=jsx|ts-|amd-|reference)/gi, "@ ")
  );
}
