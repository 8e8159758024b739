export * from "./gate/schema.ts";
export { EnvironmentName, UpdateGateInput } from "./environments/schema.ts";
export type { Environment, EnvironmentPointer, ServedPrompt } from "./environments/schema.ts";
export {
  PromotionStatus,
  RequestPromotionInput,
  PreviewGateInput,
  FindUnpromotedInput,
  PreviewChangesInput,
  PromotionChoicesInput,
  PromotionInput,
  DecidePromotionInput,
  RejectPromotionInput,
  GetPromotionInput,
  RollbackInput,
  ListPromotionsInput,
  ListMovesInput,
  TriedVersionsInput,
  FindPromotionInput,
} from "./promotions/schema.ts";
export type { Move, Approval, Promotion, PromotionDetail, TimelineEntry } from "./promotions/schema.ts";
