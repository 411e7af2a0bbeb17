/** Who and what a file of tests is about: its principals and resources, exactly as an app passes them. */
import type { Findings } from "../../compiler/findings.js";
import type { ParsedFile, Place, PrincipalKind, Resource, Role } from "../../compiler/ir.js";
import { Definitions, type Find } from "./definitions.js";
import { Groups } from "./groups.js";
import type { RawAsker, RawHeldRole, RawPrincipal, RawResource, TestDocument } from "./raw.js";
import { attributesOf } from "./values.js";
import type { Vocabulary, Word } from "./vocabulary.js";

/** A principal, or several that ask together, as the runtime takes them. */
export interface Player {
  /** Undefined for one that is written out in a test. */
  readonly name: string | undefined;
  /** An object, a list of them, or null for nobody. */
  readonly value: object | null;
}

/** A resource as the runtime takes it. */
export interface Thing {
  readonly name: string | undefined;
  readonly type: Resource;
  readonly value: Readonly<Record<string, unknown>>;
}

/** The anonymous asker, who is there in every file. */
const nobody: Player = { name: "nobody", value: null };

export class Cast {
  readonly principals: Groups<Player>;
  readonly resources: Groups<Thing>;
  private readonly file: ParsedFile;
  private readonly vocabulary: Vocabulary;
  private readonly findings: Findings;

  constructor({ file, written }: TestDocument, vocabulary: Vocabulary, findings: Findings) {
    this.file = file;
    this.vocabulary = vocabulary;
    this.findings = findings;
    this.principals = new Groups(
      {
        what: "principal",
        all: this.players(written.principals ?? {}),
        groups: written.principalGroups ?? {},
        implied: new Map([["nobody", nobody]]),
      },
      file,
      findings,
    );
    this.resources = new Groups(
      { what: "resource", all: this.things(written.resources ?? {}), groups: written.resourceGroups ?? {} },
      file,
      findings,
    );
  }

  /** Who asks in one question. */
  asker(written: RawAsker, place: Place): Player | undefined {
    if (typeof written === "string") return this.principals.one({ value: written, place });
    if (!isList(written)) {
      return this.principal(undefined, written, place, (word) => this.principals.one(word));
    }
    return this.together(undefined, written, (word) => this.principals.one(word));
  }

  /** What is asked about in one question. */
  asked(written: string | RawResource, place: Place): Thing | undefined {
    return typeof written === "string"
      ? this.resources.one({ value: written, place })
      : this.resource(undefined, written, (word) => this.resources.one(word));
  }

  private players(
    written: Readonly<Record<string, RawPrincipal | readonly string[] | null>>,
  ): ReadonlyMap<string, Player | undefined> {
    const make = (
      name: string,
      one: RawPrincipal | readonly string[] | null,
      find: Find<Player>,
    ): Player | undefined => {
      const place: Place = { file: this.file, container: written, key: name, part: "key" };
      if (name === "nobody") {
        const message = "`nobody` is the anonymous asker, who is there without being written";
        this.findings.add("duplicate-definition", place, message, { help: "use another name" });
        return undefined;
      }
      return isList(one) ? this.together(name, one, find) : this.principal(name, one ?? {}, place, find);
    };
    return new Definitions(written, "principal", make, this.findings).all;
  }

  private together(
    name: string | undefined,
    list: readonly string[],
    find: Find<Player>,
  ): Player | undefined {
    const found = list.map((value, key) => {
      const word = { value, place: this.place(list, key) };
      return this.single(find(word), word);
    });
    if (found.includes(undefined)) return undefined;
    return { name: name ?? list.join(", "), value: found.map((one) => one?.value ?? null) };
  }

  /** The one principal that a name means where several make no sense. */
  private single(player: Player | undefined, { value, place }: Word): Player | undefined {
    if (!Array.isArray(player?.value)) return player;
    const message = `\`${value}\` is several principals, where one stands`;
    this.findings.add("invalid-value", place, message);
    return undefined;
  }

  private principal(
    name: string | undefined,
    written: RawPrincipal,
    place: Place,
    find: Find<Player>,
  ): Player | undefined {
    const { file, vocabulary, findings } = this;
    const { kind, roles } = written;
    const like = written.as === undefined ? undefined : this.word(written, "as", written.as);
    const base = like && this.single(find(like), like);
    if (like !== undefined && base === undefined) return undefined;
    const inherited = (base?.value ?? {}) as Readonly<Record<string, unknown>>;
    const given = kind ?? (inherited["kind"] as string | undefined);
    const word = given === undefined ? undefined : this.word(written, "kind", given);
    const found = vocabulary.kind(word, place);
    if (found === undefined) return undefined;
    if (kind !== undefined && base !== undefined) this.sameAs(written, "kind", inherited["kind"]);
    const keys = ["as", "kind", "id", "roles"];
    const owner = { owner: `\`${found.name}\``, declared: found.attributes, keys };
    const attributes = attributesOf(written, owner, file, findings);
    const own = roles === undefined ? inherited["roles"] : this.roles(roles, found);
    const value = { ...inherited, kind: found.name, ...attributes, roles: own ?? [] };
    return { name, value: withId(value, written, base === undefined ? name : undefined) };
  }

  private things(written: Readonly<Record<string, RawResource>>): ReadonlyMap<string, Thing | undefined> {
    const make = (name: string, one: RawResource, find: Find<Thing>): Thing | undefined =>
      this.resource(name, one, find);
    return new Definitions(written, "resource", make, this.findings).all;
  }

  private resource(name: string | undefined, written: RawResource, find: Find<Thing>): Thing | undefined {
    const { file, vocabulary, findings } = this;
    const { roles, container } = written;
    const base = written.as === undefined ? undefined : find(this.word(written, "as", written.as));
    if (written.as !== undefined && base === undefined) return undefined;
    const type = base?.type ?? vocabulary.type(this.word(written, "type", written.type ?? ""));
    if (type === undefined) return undefined;
    if (written.type !== undefined && base !== undefined) this.sameAs(written, "type", type.name);
    const keys = ["as", "type", "id", "roles", "container"];
    const owner = { owner: `\`${type.name}\``, declared: type.attributes, keys };
    const attributes = attributesOf(written, owner, file, findings);
    const value = {
      ...base?.value,
      type: type.name,
      ...attributes,
      ...(roles !== undefined && { roles: this.roles(roles, type) }),
      ...(container !== undefined && { container: this.container(written, type, find)?.value ?? null }),
    };
    return { name, type, value: withId(value, written, base === undefined ? name : undefined) };
  }

  /** What is as another one is of its kind or type. */
  private sameAs(written: RawPrincipal | RawResource, key: "kind" | "type", expected: unknown): void {
    if (written[key] === expected) return;
    const message = `what is \`as: ${String(written.as)}\` is a \`${String(expected)}\``;
    this.findings.add("invalid-value", this.place(written, key), message, { help: `leave \`${key}\` out` });
  }

  private container(written: RawResource, type: Resource, find: Find<Thing>): Thing | undefined {
    const { container } = written;
    if (container == null) return undefined;
    const place: Place = { file: this.file, container: written, key: "container", part: "value" };
    const around =
      typeof container === "string"
        ? find({ value: container, place })
        : this.resource(undefined, container, find);
    if (around !== undefined && !type.containers.includes(around.type)) {
      const names = type.containers.map((one) => `\`${one.name}\``).join(", ");
      const help =
        names === "" ? `\`${type.name}\` is in nothing: leave it out` : `\`${type.name}\` is in ${names}`;
      const message = `a \`${type.name}\` is not in a \`${around.type.name}\``;
      this.findings.add("wrong-container", place, message, { help });
    }
    return around;
  }

  /** The ids of roles that a principal of a kind holds, or of resource roles of a type. */
  private roles(
    written: readonly RawHeldRole[] | null | undefined,
    home: PrincipalKind | Resource,
  ): readonly string[] {
    const list = written ?? [];
    const found = list.map((held, key) => this.heldRole(held, this.place(list, key), home));
    for (const [key, id] of found.entries()) {
      if (id === undefined || found.indexOf(id) === key) continue;
      const message = "this role is listed twice in `roles`";
      this.findings.add("duplicate-item", this.place(list, key), message, { help: "remove it" });
    }
    return found.filter((id) => id !== undefined);
  }

  private heldRole(held: RawHeldRole, place: Place, home: PrincipalKind | Resource): string | undefined {
    const { vocabulary, findings } = this;
    const type = "permissions" in home ? home : undefined;
    if (typeof held === "string") {
      const role = vocabulary.heldRole({ value: held, place }, type);
      if (role !== undefined && !mayHold(home, role)) {
        const message = `a \`${home.name}\` may not hold \`${held}\`, so it gives nothing`;
        const help = `if storage may hold it all the same, write \`{ unknown: ${held} }\``;
        findings.add("invalid-value", place, message, { help });
      }
      return role?.id;
    }
    const { value, place: at } = this.word(held, "unknown", held.unknown);
    const known = vocabulary.knownRole(type === undefined ? value : `${type.name}#${value}`);
    if (known === undefined) return value;
    if (!mayHold(home, known)) return known.id;
    const message = `\`${value}\` is a role of this policy, not an unknown one`;
    findings.add("invalid-value", at, message, { help: "write its name alone" });
    return value;
  }

  private word(container: object, key: string, value: string): Word {
    return { value, place: this.place(container, key) };
  }

  private place(container: object, key: string | number): Place {
    return { file: this.file, container, key, part: "value" };
  }
}

/** With the id that is written, without one where that is `null`, and else with what it is otherwise. */
function withId<T extends object>(value: T, written: { readonly id?: string | null }, otherwise?: string): T {
  const before = otherwise ?? ("id" in value ? value.id : undefined);
  const id = written.id === undefined ? before : written.id;
  const entries = Object.entries(value).filter(([key]) => key !== "id");
  // It is shown behind the kind or type.
  if (id != null) entries.splice(1, 0, ["id", id]);
  return Object.fromEntries(entries) as T;
}

/** False for a role that a principal of a kind cannot have. On a resource, any kind may be the one that asks. */
function mayHold(home: PrincipalKind | Resource, { heldBy }: Role): boolean {
  return "permissions" in home || heldBy === undefined || heldBy.includes(home);
}

export function isList(value: unknown): value is readonly string[] {
  return Array.isArray(value);
}
