import { isRoute } from "#client/routes";
import type { NamedTarget } from "#schema/routes";
import type { KeptTarget } from "./schema.ts";

/** True where a run calls this and nothing else: no second model, no settings of its own. */
export function isPlainly({ settings = {}, ...target }: KeptTarget): boolean {
  const others = isRoute(target) ? [] : (target.fallbacks ?? []);
  return Object.keys(settings).length === 0 && others.length === 0;
}

/** The same run's target with another model or route in its place; what is fallen back to stays where there can be such. */
export function retargeted(target: KeptTarget, to: NamedTarget): KeptTarget {
  const settings = target.settings ? { settings: target.settings } : {};
  if (isRoute(to)) return { ...to, ...settings };
  const fallbacks = target.fallbacks ? { fallbacks: target.fallbacks } : {};
  return { ...to, ...fallbacks, ...settings };
}
