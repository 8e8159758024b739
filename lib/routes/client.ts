export { readRouteYaml, routeYaml, type YamlProblem } from "./yaml.ts";
