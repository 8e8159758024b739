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
export { judgeMessages } from "./evaluators/judge-prompt.ts";
export { isQuality } from "./evaluators/constants.ts";
export { unseenCallDetail, unseenCallWords } from "./unseen-call.ts";
