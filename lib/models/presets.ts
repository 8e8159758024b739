import type { AiSdkKind } from "./kinds.ts";

/** What a provider asks for beside address and key, as the form shows it. */
export type OptionField = {
  name: "region" | "project" | "apiVersion" | "accessKeyId";
  label: string;
  hint: string;
  placeholder: string;
  required: boolean;
};

/** A provider whose address, name in price lists and grid are known; the form fills itself from it. */
export type ConnectionPreset = {
  id: string;
  name: string;
  kind: "openai_compatible" | "anthropic" | "google" | AiSdkKind | "simulated";
  /** Empty where the person must say where it runs. */
  baseUrl: string;
  needsKey: boolean;
  /** What the secret is called where it is no plain API key. */
  keyLabel?: string;
  options?: OptionField[];
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
  {
    ...cloud("groq", "Groq", "https://api.groq.com/openai/v1", {
      priceProvider: "groq",
      gridZone: "USA",
      models: ["llama-3.3-70b-versatile", "llama-3.1-8b-instant"],
    }),
    kind: "groq",
  },
  cloud("together", "Together", "https://api.together.xyz/v1", {
    priceProvider: "together",
    gridZone: "USA",
    models: ["meta-llama/Llama-3.3-70B-Instruct-Turbo"],
  }),
  {
    ...cloud("mistral", "Mistral", "https://api.mistral.ai/v1", {
      priceProvider: "mistral",
      gridZone: "SWE",
      models: ["mistral-small-latest", "mistral-large-latest"],
    }),
    kind: "mistral",
  },
  cloud("openrouter", "OpenRouter", "https://openrouter.ai/api/v1", {
    priceProvider: "openrouter",
    gridZone: null,
    models: ["openai/gpt-4o-mini"],
  }),
  {
    ...cloud("deepseek", "DeepSeek", "https://api.deepseek.com", {
      priceProvider: "deepseek",
      gridZone: "CHN",
      models: ["deepseek-chat"],
    }),
    kind: "deepseek",
  },
  {
    ...cloud("xai", "xAI", "https://api.x.ai/v1", {
      priceProvider: "x-ai",
      gridZone: "USA",
      models: [],
    }),
    kind: "xai",
    hint: "A key from your xAI account, and its models by name, for example grok-4. xAI tells no sizes: their carbon is unknown.",
  },
  {
    ...cloud("cohere", "Cohere", "https://api.cohere.com/v2", {
      priceProvider: "cohere",
      gridZone: null,
      models: ["command-a-03-2025"],
    }),
    kind: "cohere",
  },
  {
    id: "azure",
    name: "Azure OpenAI",
    kind: "azure",
    baseUrl: "",
    needsKey: true,
    options: [
      {
        name: "apiVersion",
        label: "API version",
        hint: "Only for deployments of the older API; empty takes the v1 API.",
        placeholder: "2024-10-21",
        required: false,
      },
    ],
    priceProvider: "azure",
    gridZone: null,
    models: [],
    hint: "The resource's address, for example https://my-resource.openai.azure.com, and the names of its deployments as models.",
  },
  {
    id: "bedrock",
    name: "Amazon Bedrock",
    kind: "bedrock",
    baseUrl: "",
    needsKey: true,
    keyLabel: "Secret access key, or Bedrock API key",
    options: [
      {
        name: "region",
        label: "Region",
        hint: "Where the models are enabled.",
        placeholder: "us-east-1",
        required: true,
      },
      {
        name: "accessKeyId",
        label: "Access key id",
        hint: "Belongs to a secret access key; empty when the key is a Bedrock API key.",
        placeholder: "AKIA…",
        required: false,
      },
    ],
    priceProvider: "aws",
    gridZone: null,
    models: [],
    hint: "Models by their id in Bedrock, for example amazon.nova-lite-v1:0. The address may stay empty.",
  },
  {
    id: "vertex",
    name: "Google Vertex AI",
    kind: "vertex",
    baseUrl: "",
    needsKey: true,
    keyLabel: "Service account's key file, or API key",
    options: [
      {
        name: "project",
        label: "Project",
        hint: "Empty takes the service account's own.",
        placeholder: "my-project-1234",
        required: false,
      },
      {
        name: "region",
        label: "Location",
        hint: "Empty is global.",
        placeholder: "europe-west4",
        required: false,
      },
    ],
    priceProvider: "google",
    gridZone: null,
    models: ["gemini-2.5-flash", "gemini-2.5-pro"],
    hint: "Paste the whole JSON key file of a service account that may use Vertex AI. The address may stay empty.",
  },
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

type CloudPreset = Pick<ConnectionPreset, "priceProvider" | "gridZone" | "models">;

function cloud(id: string, name: string, baseUrl: string, card: CloudPreset): ConnectionPreset {
  return {
    id,
    name,
    kind: "openai_compatible",
    baseUrl,
    needsKey: true,
    ...card,
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
