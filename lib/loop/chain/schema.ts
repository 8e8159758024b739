import { z } from "zod";

/** The steps of the traced chain, in the order in which one leads to the next. */
export const chainStepKinds = [
  "correction",
  "example",
  "failures",
  "version",
  "run",
  "promotion",
  "kpi",
] as const;
export type ChainStepKind = (typeof chainStepKinds)[number];

/** Any element of the chain: the same chain is read from each of them. */
export const PromotionChainInput = z.union([
  z.object({ promotionId: z.uuid() }),
  z.object({ versionId: z.uuid() }),
  z.object({ runId: z.uuid() }),
  z.object({ exampleId: z.uuid() }),
  z.object({ decisionId: z.uuid() }),
]);
export type PromotionChainInput = z.input<typeof PromotionChainInput>;

/** One step: `isKnown` false where the chain has nothing recorded there; the ids say what it opens. */
export type ChainStep = {
  kind: ChainStepKind;
  label: string;
  title: string;
  detail: string;
  isKnown: boolean;
  isHere: boolean;
  decisionId?: string;
  queueId?: string;
  taskId?: string;
  datasetId?: string;
  exampleId?: string;
  promptPath?: string;
  promptId?: string;
  versionId?: string;
  versionNumber?: number;
  runId?: string;
  promotionNumber?: number;
  kpiKey?: string;
};

/** Correction -> example -> failures -> version -> run -> promotion -> KPI, the present place marked. */
export type Chain = { steps: ChainStep[] };
