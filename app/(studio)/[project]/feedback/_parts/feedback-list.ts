import { parseAsStringLiteral } from "nuqs/server";
import { listAddress, parseAsPattern } from "#platform/list-address";
import { feedbackKinds } from "#schema/feedback";

export const whiches = ["all", "scored", "negative", "positive", "commented"] as const;

/** The address of what end users said, beside its scope. */
export const feedbackList = listAddress({
  which: parseAsStringLiteral(whiches).withDefault("all"),
  kind: parseAsStringLiteral(feedbackKinds),
  model: parseAsPattern(/^.{1,200}$/),
});
