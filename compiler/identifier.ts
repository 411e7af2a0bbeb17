/**
 * The identifier of a name in generated code: the name itself where that is a legal identifier, else the name
 * camel-cased at `-`, `.`, `:` and `/`.
 */
export function identifier(name: string): string {
  if (/^[A-Za-z_$][\w$]*$/.test(name)) return name;
  const [first = "", ...others] = name.split(/[-.:/]+/);
  return first + others.map(capitalized).join("");
}

/** The same for the name of a type, which starts with a capital. */
export function typeIdentifier(name: string): string {
  return capitalized(identifier(name));
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
