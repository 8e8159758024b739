export { freshConditions } from "./gate/fresh-conditions.ts";
export { conditionKinds, conditionTable } from "./gate/kinds.ts";

export const promotionStatuses = ["open", "promoted", "withdrawn", "rejected"] as const;
export const promotionKinds = ["promotion", "rollback"] as const;
export const environmentNamePattern = /^[a-z0-9_.-]{1,36}$/;
