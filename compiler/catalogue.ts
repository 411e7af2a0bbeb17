/** What the compiler can find, one sentence each. `exit` is the exit code that a finding of this kind leads to. */
interface CatalogueEntry {
  readonly severity: "error" | "warn";
  /** 1: something about a file's content. 2: usage, config, or a folder or file that cannot be read. */
  readonly exit: 1 | 2;
  readonly sentence: string;
}

const content = { severity: "error", exit: 1 } as const;
const environment = { severity: "error", exit: 2 } as const;

const entries = {
  "config-invalid": { ...environment, sentence: "The project config breaks its schema." },
  "missing-folder": { ...environment, sentence: "A policy folder does not exist or is not a folder." },
  "no-policy-file": {
    ...environment,
    sentence: "There is no policy, or a policy folder holds no YAML file.",
  },
  "unreadable-file": { ...environment, sentence: "A file or folder of a policy cannot be read." },
  "unknown-policy": { ...environment, sentence: "A policy is asked for that the project does not have." },

  "file-too-large": { ...content, sentence: "A file is larger than the compiler reads." },
  "not-utf8": { ...content, sentence: "A file is not UTF-8 text." },

  "empty-file": { ...content, sentence: "A policy file says nothing." },
  "yaml-syntax": { ...content, sentence: "A file is not well-formed YAML." },
  "yaml-feature": { ...content, sentence: "A YAML feature is used that the strict profile leaves out." },
  "duplicate-key": { ...content, sentence: "A map has the same key twice." },

  "unknown-key": { ...content, sentence: "A key is not part of the language." },
  "missing-key": { ...content, sentence: "A map lacks a key that it needs." },
  "wrong-type": { ...content, sentence: "A value has another shape than the language asks for." },
  "invalid-name": { ...content, sentence: "A name is not written as names are." },
  "invalid-value": { ...content, sentence: "A value is not one of the allowed ones." },
  "duplicate-item": { ...content, sentence: "A list has the same item twice." },

  "unknown-permission": { ...content, sentence: "A permission is named that no resource has." },
  "unknown-resource": { ...content, sentence: "A resource type is named that the policy does not define." },
  "unknown-role": {
    ...content,
    sentence: "A role or resource role is named that the policy does not define.",
  },
  "unknown-kind": { ...content, sentence: "A principal kind is named that the policy does not define." },
  "unknown-scope": { ...content, sentence: "A scope is named that is not on the ladder." },
  "duplicate-definition": { ...content, sentence: "Something that is written once is written twice." },
  "duplicate-id": {
    ...content,
    sentence: "Two things are stored under one id, or an id is another one's name.",
  },
  "type-level-permission": {
    ...content,
    sentence: "A type-level permission stands where only permissions on instances make sense.",
  },
  "not-contained": {
    ...content,
    sentence: "A resource role names something that is neither of its resource type nor of a contained one.",
  },
  "wrong-role-level": {
    ...content,
    sentence: "A role stands where only a resource role makes sense, or the reverse.",
  },

  "inherits-cycle": { ...content, sentence: "Roles inherit each other in a circle." },
  "implies-cycle": { ...content, sentence: "Actions imply each other in a circle." },
  "implies-level": { ...content, sentence: "An action implies one of the other level." },
  "excepted-permission-returns": {
    ...content,
    sentence: "A permission that a grant excepts comes back because another one implies it.",
  },
  "default-role-not-held": {
    ...content,
    sentence: "A default role of a principal kind may not be held by that kind.",
  },
  "route-conflict": { ...content, sentence: "Two routes differ at most in the names of their parameters." },
  "identifier-collision": {
    ...content,
    sentence: "Two names become the same identifier in the generated code.",
  },
} as const;

/** The name of a finding. */
export type Code = keyof typeof entries;

/** Every code with its severity, exit code and sentence. */
export const catalogue: Readonly<Record<Code, CatalogueEntry>> = entries;
