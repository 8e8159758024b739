import "./data.ts";

export { type Mask, maskFieldsForRole, maskFor, requireSearchable } from "./mask.ts";
export { detectPii } from "./pii/detect.ts";
export { canaryPolicy } from "./policies/canary.ts";
export { Restorations } from "./policies/restorations.ts";
export { actsAt, applyPolicies, blockedError } from "./policies/apply.ts";
export {
  /** @internal The tenancy test walks it. */ checkText,
  redactForStorage,
  testPolicy,
} from "./policies/check.ts";
export type { CompiledPolicy } from "./policies/compile.ts";
export { ensureDefaultPolicy } from "./policies/default.ts";
export { injectionFound, injectionUnjudged } from "./policies/injection-model.ts";
export { hasWordOf, topicFound } from "./policies/topics.ts";
export { loadPolicies } from "./policies/load.ts";
export { listPolicyPresets } from "./policies/list-presets.ts";
export { getPolicy, listPolicies, listPolicyVersions } from "./policies/read.ts";
export { savePolicy } from "./policies/save.ts";
export { setPolicyEnabled } from "./policies/set-enabled.ts";
export { encodedText } from "./policies/encoded.ts";
export { judgeValue, redactValue } from "./policies/storage.ts";
export { judgeTexts } from "./policies/judge.ts";
export { createStreamGuard } from "./policies/stream.ts";
export type { GuardedPiece, StreamGuard } from "./policies/stream.ts";
