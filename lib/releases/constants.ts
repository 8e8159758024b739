export { freshConditions } from "./gate/fresh-conditions.ts";
export { conditionKinds, conditionTable } from "./gate/kinds.ts";
