export { conditionKinds, conditionTable, freshConditions } from "./gate/kinds.ts";
