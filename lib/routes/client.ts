export { isRoute, isSameTarget, keyOfTarget, plainTarget, routeLabel, targetLabel } from "./pinned.ts";
export { slaKept } from "./sla.ts";
export type { YamlProblem } from "./yaml.ts";

/** A route as text, and back; the library behind it is fetched when somebody asks for it, not by every page that names a route. */
export const loadRouteYaml = () => import("./yaml.ts");
