import "./data-kinds/audit-events.ts";

export { exportAudit } from "./audit-export.ts";
export { getAuditKey, listAuditActions, listAuditEvents, verifyAudit } from "./audit-log.ts";
export { keepCheckpoints } from "./checkpoints.ts";
export { verifyAllChains, verifyExportedChain } from "./verify-offline.ts";
export { actedBy, type AuditCheck, type CheckedEvent, partsOf } from "./cross-check.ts";
export type { AuditEvent, AuditVerification } from "./schema.ts";
export { authorship } from "./data-kinds/authorship.ts";
export { holdData } from "./data-kinds/registry.ts";
export type { DataKind, Person, RetentionHandler } from "./data-kinds/kind.ts";
export { endUserHash } from "./people/key.ts";
export { erasePerson } from "./people/erase.ts";
export { exportPerson } from "./people/export.ts";
export { /** @internal The tests of other rooms ask for it. */ pruneAll } from "./retention/prune.ts";
export { listRemoved } from "./retention/removed.ts";
export { listRetention, previewRetention } from "./retention/read.ts";
export { setRetention } from "./retention/set.ts";
