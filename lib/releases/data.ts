import { approvals, promotions } from "#db/schema/releases";
import { authorship, holdData } from "#lib/governance";

const promotion = { table: promotions, project: promotions.projectId };

holdData("releases", [
  authorship({
    ...promotion,
    name: "releases.promotions",
    label: "Promotions requested",
    by: promotions.requestedBy,
    byName: promotions.requestedByName,
    at: promotions.createdAt,
    shown: { id: promotions.id, number: promotions.number, reason: promotions.reason },
  }),
  authorship({
    ...promotion,
    name: "releases.closed_promotions",
    label: "Promotions completed, withdrawn or rolled back",
    by: null,
    byName: promotions.closedByName,
    at: promotions.closedAt,
    shown: { id: promotions.id, number: promotions.number, status: promotions.status },
  }),
  authorship({
    name: "releases.approvals",
    label: "Approvals",
    table: approvals,
    project: approvals.projectId,
    by: approvals.userId,
    byName: approvals.userName,
    at: approvals.createdAt,
    shown: { promotionId: approvals.promotionId, verdict: approvals.verdict, comment: approvals.comment },
  }),
]);
