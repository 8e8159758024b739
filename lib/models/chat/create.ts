import { AppError } from "#platform/errors";
import type { ChatRequest } from "./schema.ts";
import { completionsTransport } from "./completions.ts";
import { whole } from "./own-address.ts";
import { openAiTransport, type OpenAiTarget } from "./openai.ts";
import { responsesTransport } from "./responses-form.ts";
import { simulatedTransport } from "./simulated.ts";
import { askingPlainly } from "./structured.ts";
import type { ChatTransport, TransportTarget } from "./transport.ts";

/**
 * The transport of a connection's kind; providers' own packages are loaded at first use. Servers that refuse structured
 * output are asked more plainly where a request allows it.
 */
export async function transportOf(target: TransportTarget): Promise<ChatTransport> {
  const { kind, name, baseUrl, options, model } = target;
  const server = [kind, baseUrl ?? name, options.region ?? ""].join(" ");
  return askingPlainly(await strictTransport(target), server, model);
}

async function strictTransport(target: TransportTarget): Promise<ChatTransport> {
  switch (target.kind) {
    case "openai_compatible": {
      if (!target.baseUrl)
        throw new AppError(
          "invalid_input",
          `The connection "${target.name}" has no address. Enter it on the connections page.`,
        );
      return byWire({ ...target, baseUrl: target.baseUrl });
    }
    case "simulated":
      return simulatedTransport(target.model);
    case "anthropic":
      return (await import("./anthropic.ts")).anthropicTransport(target);
    case "google":
      return (await import("./google.ts")).googleTransport(target);
    case "local":
      return (await import("../local/transport.ts")).localTransport(target);
    case "azure":
    case "bedrock":
    case "vertex":
    case "mistral":
    case "cohere":
    case "groq":
    case "xai":
    case "deepseek":
      return (await import("./ai-sdk/providers.ts")).aiSdkProviderTransport(target.kind, target);
    default:
      return target.kind satisfies never;
  }
}

/** A server of OpenAI's protocol, asked at the address that each request is for. */
function byWire(target: OpenAiTarget): ChatTransport {
  const chat = openAiTransport(target);
  const completions = completionsTransport(target, chat);
  const responses = responsesTransport(target, chat);
  const transportFor = ({ wire }: ChatRequest) =>
    wire === "completions" ? completions : wire === "responses" ? responses : chat;
  return {
    stream: (request, signal) => transportFor(request).stream(request, signal),
    complete: (request, signal) => whole(transportFor(request), request, signal),
  };
}
