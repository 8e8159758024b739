export { exportAudit } from "./audit-export.ts";
export { getAuditKey, listAuditActions, listAuditEvents, verifyAudit } from "./audit-log.ts";
export { keepCheckpoints, makeCheckpoint } from "./checkpoints.ts";
export { verifyAllChains, verifyExportedChain } from "./verify-offline.ts";
export type { AuditCheck, CheckedEvent } from "./cross-check.ts";
export type { AuditEvent, AuditVerification } from "./schema.ts";
