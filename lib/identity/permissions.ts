import { organisationPermissions, type Permission, permissionTable, scopeTable } from "./constants.ts";
import { AppError } from "#platform/errors";
import type { Context } from "./context.ts";
import { type ApiScope, type Role } from "./schema.ts";

/** True when a role holds a permission. */
export function roleMay(role: Role, permission: Permission): boolean {
  return (permissionTable[permission] as readonly Role[]).includes(role);
}

/** True when any of an API key's scopes holds a permission. */
export function scopesMay(scopes: readonly ApiScope[], permission: Permission): boolean {
  return scopes.some((scope) => (scopeTable[scope] as readonly Permission[]).includes(permission));
}

/** True when the context's actor may do a thing; the system may do all. */
export function may(ctx: Context, permission: Permission): boolean {
  switch (ctx.actor.kind) {
    case "system":
      return true;
    case "user":
      return roleMay(
        organisationPermissions.includes(permission) ? ctx.actor.organisationRole : ctx.actor.role,
        permission,
      );
    case "api_key":
      // No scope holds it: a program reads personal data as the person who made its key does.
      if (permission === "pii.read") return !ctx.actor.isMasked;
      return scopesMay(ctx.actor.scopes, permission);
    default:
      return ctx.actor satisfies never;
  }
}

/** Throws `forbidden`, naming who can give the permission, unless the actor holds it. */
export function requirePermission(ctx: Context, permission: Permission): void {
  if (may(ctx, permission)) return;
  const roles = permissionTable[permission].join(", ");
  throw new AppError(
    "forbidden",
    `This needs the permission "${permission}" (${roles}). An owner or admin can give it.`,
    {
      details: { permission },
    },
  );
}

/** The same person judged by their role in the organisation: for what is the organisation's and shown in a project. */
export function inOrganisation(ctx: Context): Context {
  const { actor } = ctx;
  return actor.kind === "user" ? { ...ctx, actor: { ...actor, role: actor.organisationRole } } : ctx;
}
