/** An HTTP service guarded by the DynamoAI policy. The app keeps users, models and shares; rolebook decides. */
import { Hono } from "hono";
import { createAuthorizer, ForbiddenError } from "rolebook";
import { ModelPermission } from "../../generated/dynamoai/permissions.js";
import { policy, type ModelAttributes, type PrincipalOf } from "../../generated/dynamoai/policy.js";
import { ModelRole, rolesFromStorage } from "../../generated/dynamoai/roles.js";

/** The roles of each user, and each model with its shares by user, as a database has them. */
export type Users = ReadonlyMap<string, readonly string[]>;
export type Models = Map<string, ModelAttributes & { shares: Map<string, ModelRole> }>;

const { assert, canAssign } = createAuthorizer(policy);

export function createService(users: Users, models: Models): Hono<{ Variables: { me: PrincipalOf } }> {
  const app = new Hono<{ Variables: { me: PrincipalOf } }>();
  const principal = (id = ""): PrincipalOf | undefined =>
    users.has(id) ? { id, roles: rolesFromStorage(users.get(id) ?? []) } : undefined;
  const nothing = { visibility: "private", shares: new Map<string, ModelRole>() } as const;

  /** A model as rolebook sees it, with the resource roles that this user holds on it. */
  const asSeenBy = ({ id: user }: PrincipalOf, id: string) => {
    const { visibility, shares } = models.get(id) ?? nothing;
    return { type: "model" as const, id, visibility, roles: [shares.get(user) ?? []].flat() };
  };
  app.use(async (c, next) => {
    const me = principal(c.req.header("x-user")); // A real service reads a session here.
    if (me === undefined) return c.json({ error: "unauthenticated" }, 401);
    c.set("me", me);
    return next();
  });
  app.post("/models/:id", (c) => {
    assert(c.var.me, ModelPermission.create);
    if (models.has(c.req.param("id"))) return c.json({ error: "exists" }, 409);
    const shares = new Map<string, ModelRole>([[c.var.me.id, ModelRole.guardOwner]]);
    models.set(c.req.param("id"), { visibility: "private", shares });
    return c.json({ created: c.req.param("id") }, 201);
  });
  app.get("/models/:id", (c) => {
    assert(c.var.me, ModelPermission.get, asSeenBy(c.var.me, c.req.param("id")));
    return c.json({ shares: Object.fromEntries((models.get(c.req.param("id")) ?? nothing).shares) });
  });
  app.put("/models/:id/shares/:user/:role", (c) => {
    const { id, user, role: name } = c.req.param();
    const [model, friend, mine] = [models.get(id), principal(user), asSeenBy(c.var.me, id)];
    const role = Object.values(ModelRole).find((known) => known === name);
    assert(c.var.me, ModelPermission.edit, mine);
    if (!model || !friend || !role) return c.json({ error: "not-found" }, 404);
    const changed = [role, model.shares.get(user) ?? role]; // The new role is given, the old one is taken away.
    if (!changed.every((one) => canAssign(c.var.me, `model#${one}`, friend, mine)))
      return c.json({ error: "forbidden" }, 403);
    model.shares.set(user, role);
    return c.json({ shared: user });
  });
  app.onError((error, c) => {
    if (!(error instanceof ForbiddenError)) throw error;
    return c.json({ error: "forbidden", reason: error.decision.reason }, error.status);
  });
  return app;
}
