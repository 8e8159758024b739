export { candidatesOf, manyRows } from "./comparisons/many-rows.ts";
export {
  intervalEnd,
  metricChange,
  metricValue,
  sideValue,
  plain,
  pValue,
  writeP,
} from "./comparisons/format.ts";
export { evaluatorCategories } from "./evaluators/descriptor.ts";
export { descriptorOf, descriptors as evaluatorDescriptors } from "./evaluators/descriptors.ts";
export { fieldsOf } from "./evaluators/fields.ts";
export { isNegatable, isQuality } from "./evaluators/measure.ts";
export { startEvaluator } from "./evaluators/start.ts";
export { confidenceAt } from "./looks.ts";
export { calledLabel, isStudioRun, programLabel, ranLabel } from "./runs/names.ts";
export { retargeted } from "./runs/target.ts";
export { unseenCallDetail, unseenCallWords } from "./unseen-call.ts";
export { threshold as thresholdText, valueOf as summaryValue } from "./runs/verdict.ts";
