import { z } from "zod";
import { studioRoute } from "#app/_route";
import { listExamples } from "#lib/datasets";
import { PageInput } from "#platform/pagination";

const Query = PageInput.extend({ datasetVersionId: z.uuid(), query: z.string().max(200).default("") });

/** The examples of a dataset version, for filling variables from one. */
export const GET = studioRoute<{ project: string }>("playground.examples", async ({ ctx, query: asked }) => {
  const { datasetVersionId, query, limit, cursor } = Query.parse(asked);
  const page = await listExamples(ctx, {
    datasetVersionId,
    limit,
    ...(query ? { query } : {}),
    ...(cursor ? { cursor } : {}),
  });
  const items = page.items.map(({ id, position, inputs, reference }) => ({
    id,
    position,
    inputs,
    reference,
  }));
  return Response.json({ items, nextCursor: page.nextCursor });
});
