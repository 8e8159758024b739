"use server";

import { action } from "#app/_action";
import { verifyAudit } from "#lib/governance";
import { projectAuditChecks } from "#lib/releases";
import { VerifyAuditInput } from "#schema/governance";

export const verifyAuditAction = action("audit.verify")
  .inputSchema(VerifyAuditInput)
  .action(({ ctx, parsedInput }) => verifyAudit(ctx, parsedInput, projectAuditChecks));
