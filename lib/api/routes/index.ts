import type { ApiRoute } from "../route.ts";
import { auditRoutes } from "./audit.ts";
import { comparisonRoutes } from "./comparisons.ts";
import { datasetRoutes } from "./datasets.ts";
import { evaluationRoutes } from "./evaluation.ts";
import { feedbackRoutes } from "./feedback.ts";
import { generationRoutes } from "./generations.ts";
import { priceRoutes } from "./prices.ts";
import { promptRoutes } from "./prompts.ts";
import { releaseRoutes } from "./releases.ts";
import { reviewRoutes } from "./review.ts";

/** Every REST route of the API, in the order of the document. */
export const routes: ApiRoute[] = [
  ...promptRoutes,
  ...generationRoutes,
  ...priceRoutes,
  ...feedbackRoutes,
  ...datasetRoutes,
  ...evaluationRoutes,
  ...comparisonRoutes,
  ...reviewRoutes,
  ...releaseRoutes,
  ...auditRoutes,
];
