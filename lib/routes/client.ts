export { isRoute, isSameTarget, keyOfTarget, plainTarget, routeLabel, targetLabel } from "./pinned.ts";
export { readRouteYaml, routeYaml, type YamlProblem } from "./yaml.ts";
