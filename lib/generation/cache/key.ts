import { contentHash } from "#platform/canonical";
import type { Guarded } from "../call.ts";

/** True for calls that a cache may answer: a program's, of a route that has one, which no policy has ended. */
export function isCacheable({ route, input, outcome }: Guarded): boolean {
  return route.cache !== null && route.origin !== null && input.source === "api" && outcome === null;
}

/**
 * "The same call" is everything that reaches a model or judges its answer: the route's version and where it asks, the
 * messages after the input's policies, the settings, the tools, the wanted form, and the policies in their versions.
 */
export function keyOf({ messages, ...call }: Guarded): string {
  return contentHash({ ...besideMessages(call), messages });
}

/** What decides an answer beside the conversation. */
export function besideMessages({ route, settings, input, policies }: Omit<Guarded, "messages">) {
  const { toolChoice, responseSchema, responseFormat, extra } = input;
  return {
    route: route.origin,
    // Another server under the same name may serve another model.
    addresses: route.targets.map(({ model }) => model.address),
    policies: policies.map(({ id, version }) => [id, version]),
    settings,
    form: { toolChoice, responseSchema, responseFormat, extra },
  };
}

/** What somebody asked last, in words; null where the conversation ends otherwise. */
export function questionOf({ messages }: Pick<Guarded, "messages">): string | null {
  const last = messages.at(-1);
  return last?.role === "user" && last.content !== "" ? last.content : null;
}
