export { listAuditActions, listAuditEvents, verifyAudit } from "./audit-log.ts";
export { appendAudit } from "#lib/audit";
export type { AuditEvent, AuditVerification } from "./schema.ts";
