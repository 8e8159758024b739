/** A provider whose address, name in price lists and grid are known; the form fills itself from it. */
export type ConnectionPreset = {
  id: string;
  name: string;
  kind: "openai_compatible" | "anthropic" | "google" | "simulated";
  /** Empty where the person must say where it runs. */
  baseUrl: string;
  needsKey: boolean;
  /** The provider's id in the price list; null where nobody meters tokens. */
  priceProvider: string | null;
  /** ISO 3166 alpha-3 zone of the data centre; null when the provider does not say. */
  gridZone: string | null;
  models: string[];
  hint: string;
};

/** Known providers, in the order the form offers them. Sources: each provider's own API reference, read 2026-11-23. */
export const connectionPresets: ConnectionPreset[] = [
  cloud("openai", "OpenAI", "https://api.openai.com/v1", {
    priceProvider: "openai",
    gridZone: "USA",
    models: ["gpt-5-mini", "gpt-4.1-mini", "gpt-4o-mini"],
  }),
  {
    id: "anthropic",
    name: "Anthropic",
    kind: "anthropic",
    baseUrl: "https://api.anthropic.com",
    needsKey: true,
    priceProvider: "anthropic",
    gridZone: "USA",
    models: ["claude-sonnet-4-5", "claude-haiku-4-5"],
    hint: "A key from console.anthropic.com.",
  },
  {
    id: "google",
    name: "Google Gemini",
    kind: "google",
    baseUrl: "https://generativelanguage.googleapis.com",
    needsKey: true,
    priceProvider: "google",
    gridZone: "USA",
    models: ["gemini-2.5-flash", "gemini-2.5-pro"],
    hint: "A key from aistudio.google.com.",
  },
  selfHosted("ollama", "Ollama", "http://127.0.0.1:11434/v1", ["llama3.2"]),
  selfHosted("vllm", "vLLM", "http://127.0.0.1:8000/v1", []),
  selfHosted("llama-cpp", "llama.cpp server", "http://127.0.0.1:8080/v1", []),
  selfHosted("lm-studio", "LM Studio", "http://127.0.0.1:1234/v1", []),
  cloud("groq", "Groq", "https://api.groq.com/openai/v1", {
    priceProvider: "groq",
    gridZone: "USA",
    models: ["llama-3.3-70b-versatile", "llama-3.1-8b-instant"],
  }),
  cloud("together", "Together", "https://api.together.xyz/v1", {
    priceProvider: "together",
    gridZone: "USA",
    models: ["meta-llama/Llama-3.3-70B-Instruct-Turbo"],
  }),
  cloud("mistral", "Mistral", "https://api.mistral.ai/v1", {
    priceProvider: "mistral",
    gridZone: "SWE",
    models: ["mistral-small-latest", "mistral-large-latest"],
  }),
  cloud("openrouter", "OpenRouter", "https://openrouter.ai/api/v1", {
    priceProvider: "openrouter",
    gridZone: null,
    models: ["openai/gpt-4o-mini"],
  }),
  cloud("deepseek", "DeepSeek", "https://api.deepseek.com/v1", {
    priceProvider: "deepseek",
    gridZone: "CHN",
    models: ["deepseek-chat"],
  }),
  {
    id: "simulated",
    name: "Simulated",
    kind: "simulated",
    baseUrl: "",
    needsKey: false,
    priceProvider: null,
    gridZone: null,
    models: ["simulated-fast", "simulated-slow"],
    hint: "Made-up text at a realistic pace. It is marked everywhere and never counted in cost, carbon or quality.",
  },
  {
    id: "custom",
    name: "Another OpenAI-compatible server",
    kind: "openai_compatible",
    baseUrl: "",
    needsKey: false,
    priceProvider: null,
    gridZone: null,
    models: [],
    hint: "The address up to and including /v1.",
  },
];

type CloudFacts = Pick<ConnectionPreset, "priceProvider" | "gridZone" | "models">;

function cloud(id: string, name: string, baseUrl: string, facts: CloudFacts): ConnectionPreset {
  return {
    id,
    name,
    kind: "openai_compatible",
    baseUrl,
    needsKey: true,
    ...facts,
    hint: `A key from your ${name} account.`,
  };
}

function selfHosted(id: string, name: string, baseUrl: string, models: string[]): ConnectionPreset {
  const hint =
    "Runs on your own machine: start the studio with VALUELOOP_ALLOW_PRIVATE_URLS=1 so that it may reach it.";
  return {
    id,
    name,
    kind: "openai_compatible",
    baseUrl,
    needsKey: false,
    priceProvider: null,
    gridZone: null,
    models,
    hint,
  };
}
