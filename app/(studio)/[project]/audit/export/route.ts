import { fileResponse, studioRoute } from "#app/_route";
import { exportAudit } from "#lib/governance";
import { ExportAuditInput } from "#schema/governance";

/** What the filters in the address keep of a chain, as a file. */
export const GET = studioRoute("audit.export", async ({ ctx, query }) => {
  const input = ExportAuditInput.parse(query);
  const { fileName, pieces } = await exportAudit(ctx, input);
  return fileResponse(fileName, input.format ?? "jsonl", pieces);
});
