import { priceOverrides } from "#db/schema/models";
import { authorship, holdData } from "#lib/governance";

holdData("models", [
  authorship({
    name: "models.prices",
    label: "Prices entered",
    table: priceOverrides,
    project: priceOverrides.projectId,
    by: null,
    byName: priceOverrides.createdByName,
    at: priceOverrides.createdAt,
    shown: { id: priceOverrides.id, note: priceOverrides.note },
  }),
]);
