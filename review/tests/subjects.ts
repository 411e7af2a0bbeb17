/** What is asked for, permissions or roles, and what both sorts of matrix are made with. */
import { assignable, roleName } from "../../compiler/roles.js";
import type { Findings } from "../../compiler/findings.js";
import type { Permission, Role } from "../../compiler/ir.js";
import type { Cast } from "./cast.js";
import type { Subject } from "./grid.js";
import type { TestDocument } from "./raw.js";
import type { Vocabulary, Word } from "./vocabulary.js";

/** What one matrix is made with. */
export interface Workplace {
  readonly document: TestDocument;
  readonly cast: Cast;
  readonly vocabulary: Vocabulary;
  readonly subjects: Subjects;
  readonly findings: Findings;
}

/** One subject for each permission and role, so that they can be compared. */
export class Subjects {
  private readonly known = new Map<Permission | Role, Subject>();

  ofPermission(permission: Permission): Subject {
    const { name, id, level, resource } = permission;
    const type = level === "instance" ? resource : undefined;
    return this.known.get(permission) ?? this.keep(permission, { ask: "check", name, id, type });
  }

  ofRole(role: Role): Subject {
    const subject: Subject = {
      ask: "assign",
      name: roleName(role),
      id: assignable(role),
      type: role.resource,
    };
    return this.known.get(role) ?? this.keep(role, subject);
  }

  private keep(of: Permission | Role, subject: Subject): Subject {
    this.known.set(of, subject);
    return subject;
  }
}

/** Permissions, or roles: what differs between the two sorts of matrix. */
export interface Sort {
  readonly noun: string;
  readonly key: "permissions" | "roles";
  readonly matched: (word: Word) => readonly Subject[];
}

/** What is asked for in a matrix about permissions, or about roles. */
export function sortOf(isAboutRoles: boolean, { vocabulary, subjects }: Workplace): Sort {
  return isAboutRoles
    ? {
        noun: "role",
        key: "roles",
        matched: (word) => vocabulary.matchedRoles(word).map((role) => subjects.ofRole(role)),
      }
    : {
        noun: "permission",
        key: "permissions",
        matched: (word) => vocabulary.matchedPermissions(word).map((one) => subjects.ofPermission(one)),
      };
}
