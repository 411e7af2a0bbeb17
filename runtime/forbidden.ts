import type { Decision } from "./types.js";

/** What `assert` throws. `status` is 401 where there is no principal or its kind refuses it, else 403. */
export class ForbiddenError extends Error {
  override readonly name = "ForbiddenError";
  readonly code = "FORBIDDEN";
  readonly status: 401 | 403;
  readonly decision: Decision;

  constructor(decision: Decision) {
    const { permission } = decision as { readonly permission: unknown };
    super(`${typeof permission === "string" ? permission : "this"} is not allowed: ${decision.reason}`);
    this.status = decision.reason === "no-principal" || decision.reason === "principal-refused" ? 401 : 403;
    this.decision = decision;
  }
}
