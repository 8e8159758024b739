import { routeVersions } from "#db/schema/routes";
import { authorship, holdData } from "#lib/governance";

holdData("routes", [
  authorship({
    name: "routes.versions",
    label: "Versions of routes",
    table: routeVersions,
    project: routeVersions.projectId,
    by: routeVersions.createdBy,
    byName: routeVersions.createdByName,
    at: routeVersions.createdAt,
    shown: { id: routeVersions.id, number: routeVersions.number },
  }),
]);
