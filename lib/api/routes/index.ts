import type { ApiRoute } from "../route.ts";
import { generationRoutes } from "./generations.ts";
import { promptRoutes } from "./prompts.ts";

/** Every REST route of the API, in the order of the document. */
export const routes: ApiRoute[] = [...promptRoutes, ...generationRoutes];
