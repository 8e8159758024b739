export { appendAudit, onAppended } from "./append.ts";
export type { AuditContext, AuditInput } from "./append.ts";
export { checkLinks, genesisHash, hashRecord } from "./chain.ts";
export type { AuditRecord, BrokenLink } from "./chain.ts";
