export * from "./catalogue/schema.ts";
export * from "./chat/schema.ts";
export { ConnectionOptions } from "./connection-options.ts";
export * from "./connections/schema.ts";
export * from "./embeddings/schema.ts";
export { CreatePriceOverrideInput, EndPriceOverrideInput, ListPriceOverridesInput } from "./prices/schema.ts";
export type { Cost, CostPart, PriceOverride } from "./prices/schema.ts";
export type { ConnectionPreset, OptionField } from "./presets.ts";
export { type ConnectionKind, connectionKinds } from "./kinds.ts";
