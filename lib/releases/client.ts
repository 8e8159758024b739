export { describeCondition, describeEvidence } from "./gate/describe.ts";
