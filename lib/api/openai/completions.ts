import { generate, type GenerateInput, type LiveGeneration } from "#lib/generation";
import type { Context } from "#lib/identity";
import { completionAsChat, promptListMember } from "#lib/models";
import { AppError } from "#platform/errors";
import type { ApiContext } from "../context.ts";
import { sendJson } from "../node.ts";
import { callOptions, noteStored, nowSeconds, asCalled } from "./call-options.ts";
import { completionOfTexts } from "./completion-answer.ts";
import { CompletionWriter } from "./completion-stream.ts";
import { answerHeaders, failure } from "./failure.ts";
import { askedOf, requireAskable, speakOpenAi } from "./request.ts";
import { CompletionsBody } from "./schema.ts";
import { streamAnswer } from "./stream.ts";

/** One prompt as a call of its own; `echo` is what stands before its answer where no server says it. */
type Call = { input: GenerateInput; echo: string };

/**
 * POST /completions, OpenAI's older protocol: each prompt is one generation, asked at the server's own /completions or
 * by chat. Throws invalid_input for token numbers and for what chat cannot say, and as `generate`.
 */
export async function completions(c: ApiContext, ctx: Context, body: CompletionsBody): Promise<Response> {
  const calls = (await callsOf(ctx, body)).map(({ input, echo }) => ({
    input: asCalled(c, ctx, input),
    echo,
  }));
  const [first] = calls;
  if (body.stream) {
    if (calls.length > 1 || !first)
      throw new AppError("invalid_input", "prompt: a stream answers one prompt; send a call for each.");
    const options = callOptions(c);
    const writer = new CompletionWriter({
      generationId: options.generationId,
      model: first.input.targets?.[0]?.model ?? "",
      created: nowSeconds(ctx),
      echo: first.echo,
      withUsage: body.stream_options?.include_usage === true,
    });
    return streamAnswer(ctx, { input: first.input, options }, writer, { c });
  }
  const answered: { generation: LiveGeneration; echo: string }[] = [];
  const { signal, ...options } = callOptions(c);
  const began = ctx.clock.now().getTime();
  for (const [at, { input, echo }] of calls.entries()) {
    const { generationId: _, ...others } = options;
    const left = withinLeft(input, ctx.clock.now().getTime() - began);
    const generation = await generate(ctx, left, { ...(at === 0 ? options : others), signal });
    if (generation.status !== "succeeded") {
      const failed = failure(ctx, generation);
      // Those before it are answered and paid: a client that sends all of them again pays twice.
      if (answered.length > 0) failed.headers.set("x-should-retry", "false");
      return failed;
    }
    noteStored(c, generation);
    answered.push({ generation, echo });
  }
  const [one] = answered;
  return sendJson(c, completionOfTexts(answered), one ? answerHeaders(one.generation) : {});
}

/** Prompts of one call share its time. */
function withinLeft(input: GenerateInput, passedMs: number): GenerateInput {
  if (input.timeoutMs === undefined) return input;
  return { ...input, timeoutMs: Math.max(1, Math.ceil(input.timeoutMs - passedMs)) };
}

async function callsOf(ctx: Context, body: CompletionsBody): Promise<Call[]> {
  const prompts = [body.prompt].flat().filter((prompt) => typeof prompt === "string");
  if (prompts.length !== [body.prompt].flat().length)
    throw new AppError(
      "invalid_input",
      "prompt: send texts. Numbers of tokens cannot be judged by policies nor recorded.",
    );
  const { base, targets } = await askedOf(ctx, body);
  const isNative = await speakOpenAi(ctx, targets);
  const extra = extraOf(body);
  const asked = isNative ? { extra, wire: "completions" as const } : completionAsChat({ extra });
  const isEchoed = !isNative && body.echo === true;
  const calls = prompts.map((prompt) => ({
    input: { ...base, ...asked, messages: [{ role: "user" as const, content: prompt }] },
    echo: isEchoed ? prompt : "",
  }));
  for (const { input } of calls.slice(0, 1)) await requireAskable(ctx, targets, input);
  return calls;
}

/** Read by us, and sent on all the same. */
const passedOn = new Set(["user", "n", "best_of", "echo", "suffix", "logprobs"]);
const ownMembers = new Set(Object.keys(CompletionsBody.shape).filter((member) => !passedOn.has(member)));

function extraOf(body: CompletionsBody): Record<string, unknown> {
  const others = Object.entries(body).filter(
    ([member, value]) => !ownMembers.has(member) && value !== null && value !== undefined,
  );
  return {
    ...Object.fromEntries(others),
    // Some clients say it, and a server may tell it from saying nothing.
    ...(body.stream === false ? { stream: false } : {}),
    ...(Array.isArray(body.prompt) ? { [promptListMember]: true } : {}),
  };
}
