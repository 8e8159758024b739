export { appendAudit, onAppended } from "./append.ts";
export type { AuditContext } from "./append.ts";
export { checkLinks, genesisHash, hashRecord } from "./chain.ts";
export type { AuditRecord } from "./chain.ts";
