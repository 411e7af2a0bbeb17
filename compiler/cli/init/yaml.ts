/** Texts as YAML, wherever in a file they stand. */

/** Words that some reader of YAML takes for something else than text. */
const keywords = /^(?:null|true|false|yes|no|on|off|y|n)$/i;

/** A text as YAML: plain where nothing in it can be misread, else as JSON, which YAML reads. */
export function scalar(text: string): string {
  return /^[a-z][\w./-]*$/i.test(text) && !keywords.test(text) ? text : JSON.stringify(text);
}
