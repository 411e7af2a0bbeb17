/** The policy tests of a folder: from the disk to documents for which their schema holds. */
import { loadTests } from "../../compiler/1-load/index.js";
import { parse } from "../../compiler/2-parse/index.js";
import { validateAgainst } from "../../compiler/3-validate/index.js";
import type { Outcome, SourceFile } from "../../compiler/ir.js";
import type { RawTests, TestDocument } from "./raw.js";

/**
 * Reads the tests of a policy.
 * @param root the folder that paths are shown relative to
 * @param folder the policy folder, absolute
 */
export function readTests(root: string, folder: string): Outcome<readonly TestDocument[]> {
  const { result: files, diagnostics: unread } = loadTests(root, folder);
  const { result, diagnostics } = documentsOf(files);
  return { result, diagnostics: [...unread, ...diagnostics] };
}

/** Parses and validates files of tests; a file with a finding has no result. */
export function documentsOf(files: readonly SourceFile[]): Outcome<readonly TestDocument[]> {
  const parsed = parse(files);
  const diagnostics = [...parsed.diagnostics];
  const result = parsed.result.flatMap((file) => {
    const found = validateAgainst("tests", file);
    diagnostics.push(...found);
    return found.length > 0 ? [] : [{ file, written: file.data as RawTests }];
  });
  return { result, diagnostics };
}
