/** Texts in quotes, as CEL allows them. */
import { pick, type Dice } from "./dice.js";

/** A text literal; without dice in double quotes. */
export function textLiteral(text: string, dice: Dice | undefined): string {
  if (dice === undefined) return JSON.stringify(text);
  const isPlain = !/[\p{C}\\"']/u.test(text);
  const forms = [
    JSON.stringify(text),
    `'${escaped(text, dice, false)}'`,
    `"${escaped(text, dice, true)}"`,
    `'''${escaped(text, dice, true)}'''`,
    `"""${escaped(text, dice, false)}"""`,
    ...(isPlain ? [`r"${text}"`, `R'${text}'`, `r'''${text}'''`, `"""${text}"""`] : []),
    ...(/^[^\p{C}']+$/u.test(text) && !text.endsWith("\\") ? [`r'${text}'`] : []),
  ];
  return pick(dice, forms);
}

const short: Readonly<Record<string, string>> = {
  "\n": "\\n",
  "\t": "\\t",
  "\r": "\\r",
  "\f": "\\f",
  "\v": "\\v",
  "\b": "\\b",
  "\u0007": "\\a",
  "\\": "\\\\",
  "?": "\\?",
  "`": "\\`",
};

/** Each character by itself or as one of its escapes. */
function escaped(text: string, dice: Dice, mostly: boolean): string {
  return Array.from(text, (character) => {
    const code = character.codePointAt(0) ?? 0;
    const hex = (digits: number): string => code.toString(16).padStart(digits, "0");
    const must = /[\p{C}\\"']/u.test(character);
    if (!must && dice(mostly ? 2 : 6) > 0) return character;
    const known = short[character] ?? (character === '"' || character === "'" ? `\\${character}` : undefined);
    return pick(dice, [
      ...(known === undefined ? [] : [known]),
      `\\U${hex(8)}`,
      ...(code < 0x10000 ? [`\\u${hex(4)}`] : []),
      ...(code < 0x100 ? [`\\x${hex(2)}`, `\\X${hex(2)}`, `\\${code.toString(8).padStart(3, "0")}`] : []),
    ]);
  }).join("");
}
