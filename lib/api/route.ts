import type { z } from "zod";
import type { Context } from "#lib/identity";
import type { Permission } from "#constants/identity";

/** What a route's handler is given, all of it checked. */
export type RouteRequest<Params, Query, Body> = {
  ctx: Context;
  params: Params;
  query: Query;
  body: Body;
  /** Fires when the caller goes away; made when asked for. */
  signal(): AbortSignal;
};

/** One row of the API: from it come the handler's checks, its presenter and its page in the OpenAPI document. */
export type ApiRoute<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Result extends z.ZodType = z.ZodType,
> = {
  method: "get" | "post" | "put" | "patch" | "delete";
  /** In OpenAPI's form, below /api/v1. A parameter called `path` may hold slashes. */
  path: string;
  /** operationId, and the name of a client's method. */
  id: string;
  tag: string;
  summary: string;
  description?: string;
  /** What its verb asks first, asked here before the address and the body are read. The document names the scopes that hold them. */
  permissions: readonly [Permission, ...Permission[]];
  params?: Params;
  query?: Query;
  body?: Body;
  /** The presenter: fields it does not name do not leave. */
  result: Result;
  status?: 200 | 201;
  /** The answer is a file, streamed as it is read: a `FileAnswer`. */
  isFile?: true;
  /** The handler gives out values of a cache, which never change: each is presented once. */
  isShared?: true;
  /** What it answers never changes: a caller that has it is told so (304). */
  isStable?: true;
  handle(request: RouteRequest<z.output<Params>, z.output<Query>, z.output<Body>>): Promise<z.input<Result>>;
};

/** Gives a row its types; rows of all kinds then stand in one list. */
export function route<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Result extends z.ZodType,
>(definition: ApiRoute<Params, Query, Body, Result>): ApiRoute {
  return definition;
}
