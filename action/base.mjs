/** What a change is compared with. */
import { spawnSync } from "node:child_process";

const noCommit = /^0+$/;

/**
 * @returns `{ against }`, `{ none }` with the reason why there is nothing to compare with, `{ lost }` with the reason why that is not there any
 * more, or `{ problem }` where it should be
 */
export function baseOf({ against, eventName, event, sha, directory }) {
  if (against !== "") return { against };
  const git = gitIn(directory);
  if (/^pull_request(_target)?$/.test(eventName)) return ofPullRequest(git, event, eventName, sha);
  if (eventName === "merge_group") return ofCommit(git, event.merge_group?.base_sha);
  if (eventName === "push") return ofPush(git, event);
  return { none: `a run for \`${eventName || "no event"}\` has no base; \`against\` can name one` };
}

/**
 * The checkout of a pull request is its merge with the base, whose first parent is what the base is now. Of the head alone, it is where the branch
 * began: what the base has gained since is nothing that this pull request takes.
 */
function ofPullRequest(git, event, eventName, sha) {
  const head = git("rev-parse", "HEAD");
  const isMerge = eventName === "pull_request" && head !== undefined && head === sha;
  const merged = isMerge && git("rev-parse", "--verify", "--quiet", "HEAD^2^{commit}");
  if (merged) return { against: git("rev-parse", "HEAD^1") };
  const base = commitId(event.pull_request?.base?.sha);
  const fork = base && git("merge-base", base, "HEAD");
  return fork ? { against: fork } : missing("the base of the pull request");
}

function ofPush(git, event) {
  const { before = "", forced, created } = event;
  const hasBefore = !created && !noCommit.test(before);
  if (hasBefore) {
    const found = ofCommit(git, before);
    if (!found.problem || !forced) return found;
  }
  // A new branch, or one whose history was rewritten: compared with where it left the default branch.
  const main = event.repository?.default_branch;
  const fork = main && git("merge-base", `refs/remotes/origin/${main}`, "HEAD");
  if (hasBefore) return fork && isOther(event, main) ? { against: fork } : rewritten(before);
  if (fork && fork !== git("rev-parse", "HEAD")) return { against: fork };
  return { none: "this is the first push of the branch, and there is nothing before it" };
}

/** True for a branch that is not the default one. */
function isOther({ ref }, main) {
  return /^refs\/heads\//.test(ref) && ref !== `refs/heads/${main}`;
}

/** Of the default branch, no other commit says what was there. */
function rewritten(before) {
  return {
    lost: `the history was rewritten, and the commit before this push, ${before.slice(0, 12)}, is not in the clone; a step before can fetch it with \`git fetch origin ${before}\``,
  };
}

function ofCommit(git, id) {
  const known = commitId(id);
  if (known === undefined) return { none: "the event names no commit to compare with" };
  if (git("cat-file", "-e", `${known}^{commit}`) === undefined)
    return missing(`the commit ${known.slice(0, 12)}`);
  return { against: known };
}

function missing(what) {
  return {
    problem: `The clone does not have ${what}. Fetch the history: give actions/checkout \`with: { fetch-depth: 0 }\`.`,
  };
}

/** An id of a commit as git writes it, and nothing that git could take for something else. */
function commitId(text) {
  return typeof text === "string" && /^[0-9a-f]{40,64}$/.test(text) ? text : undefined;
}

/** Runs git; undefined if it fails. */
function gitIn(directory) {
  return (...args) => {
    const { status, stdout } = spawnSync("git", args, { cwd: directory, encoding: "utf8" });
    return status === 0 ? stdout.trim() : undefined;
  };
}
