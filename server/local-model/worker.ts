/**
 * The thread that holds the local model: one request at a time, tokens streamed back, a cancel heard between two
 * tokens. It ends with an error when anything about the model itself is wrong; the process starts a new one.
 */
import { LRUCache } from "lru-cache";
import { parentPort, workerData } from "node:worker_threads";
import { ThreadChoice } from "./thread-choice.ts";
import type { FromWorker, GenerateOptions, ToWorker, WorkerSettings } from "#lib/models";

type Completion = {
  generateCompletionWithMeta(
    input: number[],
    options: Record<string, unknown>,
  ): Promise<{ metadata: { stopReason: string } }>;
};
type Runtime = {
  getLlama(options: Record<string, unknown>): Promise<Llama>;
  LlamaCompletion: new (options: { contextSequence: unknown }) => Completion;
};
type Llama = {
  /** Read again before every token. */
  maxThreads: number;
  loadModel(options: { modelPath: string }): Promise<Model>;
  createGrammarForJsonSchema(schema: unknown): Promise<unknown>;
};
type Model = {
  tokenize(text: string): number[];
  createContext(options: Record<string, unknown>): Promise<{ getSequence(): unknown; contextSize: number }>;
};

const port = parentPort;
if (!port) throw new Error("The local model runs in a worker thread.");
const settings = workerData as WorkerSettings;
const runtime = (await import(settings.runtimeEntry)) as Runtime;
// The default takes four threads, which on two cores is a hundred times slower than two.
const llama = await runtime.getLlama({
  gpu: false,
  build: "never",
  progressLogs: false,
  logLevel: "error",
  maxThreads: settings.threads,
});
const model = await llama.loadModel({ modelPath: settings.modelPath });
const context = await model.createContext({
  threads: { ideal: settings.threads, min: 1 },
  contextSize: settings.contextTokens,
  batchSize: 256,
});
const completion = new runtime.LlamaCompletion({ contextSequence: context.getSequence() });
const threadChoice = new ThreadChoice(settings.threads);
/** Over how many tokens their cost is averaged before the number of threads is chosen again. */
const tokensPerChoice = 4;
const running = new Map<number, AbortController>();
const grammars = new LRUCache<string, Promise<unknown>>({ max: 50 });

const send = (message: FromWorker) => port.postMessage(message);

port.on("message", (message: ToWorker) => {
  if (message.type === "cancel") running.get(message.id)?.abort();
  else void generate(message.id, message.prompt, message.options);
});
send({ type: "ready", contextTokens: context.contextSize });

async function generate(id: number, prompt: string, options: GenerateOptions): Promise<void> {
  const controller = new AbortController();
  running.set(id, controller);
  const startedAt = performance.now();
  try {
    const tokens = model.tokenize(prompt);
    const room = settings.contextTokens - tokens.length - 2;
    if (room < 1) {
      const message = `The prompt has ${tokens.length} tokens; this model reads at most ${settings.contextTokens - 2}. Shorten it.`;
      return send({ type: "error", id, reason: "too_large", message });
    }
    const grammar = options.responseSchema ? await grammarFor(options.responseSchema) : undefined;
    if (grammar === null)
      return send({
        type: "error",
        id,
        reason: "bad_schema",
        message: "The response schema cannot be turned into a grammar.",
      });
    let outputTokens = 0;
    let blockStartedAt = 0;
    let threadMs = 0;
    let countedUntil = startedAt;
    const countThreads = () => {
      const now = performance.now();
      threadMs += (now - countedUntil) * llama.maxThreads;
      countedUntil = now;
    };
    const { metadata } = await completion.generateCompletionWithMeta(tokens, {
      signal: controller.signal,
      maxTokens: Math.min(options.maxTokens, room),
      temperature: options.temperature,
      ...(options.topP === null ? {} : { topP: options.topP }),
      ...(options.seed === null ? {} : { seed: options.seed }),
      ...(options.stop.length > 0 ? { customStopTriggers: options.stop } : {}),
      ...(grammar ? { grammar } : {}),
      disableContextShift: true,
      onToken: (given: number[]) => {
        outputTokens += given.length;
        // The first token's time is the prompt's, and says nothing of the others'.
        if (outputTokens % tokensPerChoice !== 1) return;
        if (outputTokens > 1) threadChoice.note((performance.now() - blockStartedAt) / tokensPerChoice);
        countThreads();
        llama.maxThreads = threadChoice.threads;
        blockStartedAt = performance.now();
      },
      onTextChunk: (text: string) => {
        if (!controller.signal.aborted) send({ type: "delta", id, text });
      },
    });
    countThreads();
    const computeMs = countedUntil - startedAt;
    const finishReason = metadata.stopReason === "maxTokens" ? "length" : "stop";
    send({
      type: "end",
      id,
      inputTokens: tokens.length,
      outputTokens,
      finishReason,
      computeMs,
      threads: computeMs > 0 ? threadMs / computeMs : llama.maxThreads,
    });
  } catch (error) {
    const reason = controller.signal.aborted ? "cancelled" : "failed";
    send({ type: "error", id, reason, message: error instanceof Error ? error.message : String(error) });
  } finally {
    running.delete(id);
  }
}

/** Grammars are costly to build for a vocabulary of 262,144 tokens, and runs ask for the same one a thousand times. */
async function grammarFor(schema: Record<string, unknown>): Promise<unknown> {
  const key = JSON.stringify(schema);
  const kept = grammars.get(key) ?? llama.createGrammarForJsonSchema(schema).catch(() => null);
  grammars.set(key, kept);
  return kept;
}
