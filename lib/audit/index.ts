export { appendAudit, onAppended } from "./append.ts";
export type { AuditContext } from "./append.ts";
export {
  checkLinks,
  genesisHash,
  /** @internal The tests of other rooms ask for it. */ hashRecord,
} from "./chain.ts";
export type { AuditRecord } from "./chain.ts";
