export { ruleFor } from "./policies/rule-for.ts";
export { policyPresets } from "./presets.ts";
