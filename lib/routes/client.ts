export {
  isRoute,
  isSameTarget,
  keyOfTarget,
  namedTarget,
  plainTarget,
  routeLabel,
  soleModelOf,
  targetLabel,
} from "./pinned.ts";
export { readRouteYaml, routeYaml, type YamlProblem } from "./yaml.ts";
