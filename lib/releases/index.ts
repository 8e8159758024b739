import "./data.ts";

export { ensureDefaultEnvironments } from "./environments/ensure-defaults.ts";
export { findEnvironments } from "./environments/find.ts";
export { listEnvironments } from "./environments/read.ts";
export { updateGate } from "./environments/update-gate.ts";
export { previewGate } from "./gate/preview.ts";
export { projectAuditChecks } from "./promotions/audit-check.ts";
export { previewChanges, promotionChanges } from "./promotions/changes.ts";
export { promotionChoices, type PromotionChoices } from "./promotions/choices.ts";
export { completePromotion } from "./promotions/complete.ts";
export { approvePromotion, rejectPromotion } from "./promotions/decide.ts";
export { findPromotion, listMoves, triedVersions } from "./promotions/moves.ts";
export { countOpenPromotions, evaluateGate, getPromotion, listPromotions } from "./promotions/read.ts";
export { requestPromotion } from "./promotions/request.ts";
export { rollback } from "./promotions/rollback.ts";
export { promotionTimeline } from "./promotions/timeline.ts";
export { withdrawPromotion } from "./promotions/withdraw.ts";
export type * from "./schema.ts";
