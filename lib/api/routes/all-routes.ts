import type { ApiRoute } from "../route.ts";
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
  ...promptRoutes,
  ...generationRoutes,
  ...priceRoutes,
  ...routeRoutes,
  ...cacheRoutes,
  ...budgetRoutes,
  ...feedbackRoutes,
  ...datasetRoutes,
  ...evaluationRoutes,
  ...comparisonRoutes,
  ...reviewRoutes,
  ...releaseRoutes,
  ...auditRoutes,
  ...governanceRoutes,
];
