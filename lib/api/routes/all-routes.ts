import type { ApiRoute } from "../route.ts";
import { auditFileRoutes } from "./audit-files.ts";
import { connectionRoutes } from "./connections.ts";
import { datasetFileRoutes } from "./dataset-files.ts";
import { decisionRoutes } from "./decisions.ts";
import { draftRoutes } from "./drafts.ts";
import { figureRoutes } from "./figures.ts";
import { gateRoutes } from "./gates.ts";
import { memberRoutes } from "./members.ts";
import { policyRoutes } from "./policies.ts";
import { queueRoutes } from "./queues.ts";
import { runSetRoutes } from "./run-sets.ts";
import { auditRoutes } from "./audit.ts";
import { cacheRoutes } from "./caches.ts";
import { benchmarkRoutes } from "./benchmarks.ts";
import { budgetRoutes } from "./budgets.ts";
import { comparisonRoutes } from "./comparisons.ts";
import { datasetRoutes } from "./datasets.ts";
import { evaluationRoutes } from "./evaluation.ts";
import { feedbackRoutes } from "./feedback.ts";
import { governanceRoutes } from "./governance.ts";
import { generationRoutes } from "./generations.ts";
import { priceRoutes } from "./prices.ts";
import { branchRoutes } from "./branches.ts";
import { promptRoutes } from "./prompts.ts";
import { releaseRoutes } from "./releases.ts";
import { reviewRoutes } from "./review.ts";
import { routeRoutes } from "./routes.ts";

/** Every REST route of the API, in the order of the document. */
export const routes: ApiRoute[] = [
  // Before those of prompts, whose {path} would take these addresses.
  ...benchmarkRoutes,
  // Before those of prompts: {path} would take these addresses for a prompt's.
  ...branchRoutes,
  ...draftRoutes,
  ...promptRoutes,
  // Before {generationId}, {kpiId} and {exampleId}.
  ...figureRoutes,
  ...generationRoutes,
  ...connectionRoutes,
  ...priceRoutes,
  ...routeRoutes,
  ...cacheRoutes,
  ...budgetRoutes,
  ...policyRoutes,
  ...feedbackRoutes,
  ...datasetRoutes,
  ...datasetFileRoutes,
  ...evaluationRoutes,
  ...runSetRoutes,
  ...comparisonRoutes,
  ...reviewRoutes,
  ...queueRoutes,
  ...decisionRoutes,
  ...releaseRoutes,
  ...gateRoutes,
  ...auditRoutes,
  ...auditFileRoutes,
  ...memberRoutes,
  ...governanceRoutes,
];
