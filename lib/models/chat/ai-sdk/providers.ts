import type { LanguageModelV4 } from "@ai-sdk/provider";
import { AppError } from "#platform/errors";
import type { AiSdkKind } from "../../constants.ts";
import { checkedFetch } from "../checked-fetch.ts";
import type { ChatTransport, TransportTarget } from "../transport.ts";
import { aiSdkTransport } from "./adapter.ts";
import { readServiceAccount } from "./service-account.ts";

type Open = (target: TransportTarget, model: string) => Promise<LanguageModelV4>;

/** A provider whose protocol is its own, through its package of the AI SDK, which is loaded at the first call. */
export function aiSdkProviderTransport(kind: AiSdkKind, target: TransportTarget): ChatTransport {
  const { name, model, apiKey, options } = target;
  return aiSdkTransport({
    name,
    model,
    open: () => open[kind](target, model),
    secrets: [apiKey, options.accessKeyId].filter((secret) => typeof secret === "string"),
  });
}

/**
 * One row a provider. Key and address are always given: without them the packages would read the environment of the
 * studio, whose secrets are no project's.
 */
const open: Record<AiSdkKind, Open> = {
  azure: async (target, model) => {
    const { createAzure } = await import("@ai-sdk/azure");
    const { apiVersion } = target.options;
    const provider = createAzure({
      ...common(target),
      baseURL: azureAddress(target),
      // A version of the older API stands in the address beside the deployment; the v1 API has neither.
      ...(apiVersion ? { apiVersion, useDeploymentBasedUrls: true } : {}),
    });
    // Every deployment answers chat completions, those of other makers' models as well.
    return provider.chat(model);
  },
  bedrock: async (target, model) => {
    const { createAmazonBedrock } = await import("@ai-sdk/amazon-bedrock");
    const { region, accessKeyId } = target.options;
    const where = needed(region, target, "a region, for example us-east-1");
    const secret = needed(target.apiKey, target, "a secret access key, or a Bedrock API key");
    return createAmazonBedrock({
      region: where,
      baseURL: target.baseUrl ?? `https://bedrock-runtime.${where}.amazonaws.com`,
      fetch: checkedFetch,
      ...(accessKeyId ? { apiKey: "", accessKeyId, secretAccessKey: secret } : { apiKey: secret }),
    }).languageModel(model);
  },
  vertex: async (target, model) => {
    const { createGoogleVertex } = await import("@ai-sdk/google-vertex");
    const secret = needed(target.apiKey, target, "a service account's key, or an API key");
    const account = readServiceAccount(secret);
    const where = target.baseUrl ? { baseURL: target.baseUrl } : {};
    if (!account)
      return createGoogleVertex({ apiKey: secret, fetch: checkedFetch, ...where }).languageModel(model);
    const { project, region } = target.options;
    return createGoogleVertex({
      apiKey: "",
      project: needed(project ?? account.project, target, "a project"),
      location: region ?? "global",
      fetch: checkedFetch,
      googleAuthOptions: { credentials: account.credentials },
      ...where,
    }).languageModel(model);
  },
  mistral: async (target, model) =>
    (await import("@ai-sdk/mistral")).createMistral(common(target)).languageModel(model),
  cohere: async (target, model) =>
    (await import("@ai-sdk/cohere")).createCohere(common(target)).languageModel(model),
  groq: async (target, model) =>
    (await import("@ai-sdk/groq")).createGroq(common(target)).languageModel(model),
  xai: async (target, model) => (await import("@ai-sdk/xai")).createXai(common(target)).languageModel(model),
  deepseek: async (target, model) =>
    (await import("@ai-sdk/deepseek")).createDeepSeek(common(target)).languageModel(model),
};

function common({ apiKey, baseUrl }: TransportTarget) {
  return { apiKey: apiKey ?? "missing", fetch: checkedFetch, ...(baseUrl ? { baseURL: baseUrl } : {}) };
}

/** Azure shows the resource's address without the path that its API has. */
function azureAddress(target: TransportTarget): string {
  const url = new URL(needed(target.baseUrl, target, "its resource's address"));
  return url.pathname === "/" ? `${url.origin}/openai` : url.href.replace(/\/+$/, "");
}

function needed(value: string | null | undefined, { name }: TransportTarget, what: string): string {
  if (value) return value;
  throw new AppError(
    "invalid_input",
    `The connection "${name}" needs ${what}. Enter it on the connections page.`,
  );
}
