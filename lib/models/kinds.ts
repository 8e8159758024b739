/** Providers whose protocol is their own, reached through their packages of the AI SDK. */
export const aiSdkKinds = [
  "azure",
  "bedrock",
  "vertex",
  "mistral",
  "cohere",
  "groq",
  "xai",
  "deepseek",
] as const;
export type AiSdkKind = (typeof aiSdkKinds)[number];

/** Every kind of connection. */
export const connectionKinds = [
  "openai_compatible",
  "anthropic",
  "google",
  ...aiSdkKinds,
  "local",
  "simulated",
] as const;
export type ConnectionKind = (typeof connectionKinds)[number];
