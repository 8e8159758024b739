export { ruleFor } from "./policies/rule-for.ts";
