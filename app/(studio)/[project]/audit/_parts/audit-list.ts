import { parseAsStringLiteral } from "nuqs/server";
import { listAddress, parseAsDay, parseAsPattern, parseAsText } from "#platform/list-address";

/** What events can be narrowed down to. */
export const auditFilters = {
  action: parseAsPattern(/^.{1,100}$/),
  actor: parseAsText,
  from: parseAsDay,
  to: parseAsDay,
};

/** The address of the audit log: one chain of it, and its filters. */
export const auditList = listAddress({
  ...auditFilters,
  chain: parseAsStringLiteral(["project", "organisation"]).withDefault("project"),
});
