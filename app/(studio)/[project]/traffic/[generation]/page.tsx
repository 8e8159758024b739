import type { Metadata } from "next";
import { currentContext } from "#app/_context";
import { orNotFound } from "#app/_not-found";
import { GenerationState, SimulatedMark } from "#components/observability/generation-state";
import { Waterfall } from "#components/observability/waterfall";
import { MaskedText } from "#components/review/masked-text";
import { Page, PageHeader, TopBar } from "#components/shell/page-header";
import { listDatasets } from "#lib/datasets";
import { listFeedback } from "#lib/feedback";
import { type Context, may } from "#lib/identity";
import { getGeneration, getTrace } from "#lib/observability";
import { listQueues } from "#lib/review";
import { findKeptAnswer } from "#lib/routes";
import { nullIfNotFound } from "#platform/errors";
import {
  formatCarbon,
  formatCount,
  formatDuration,
  formatEstimated,
  formatMoney,
  formatNumber,
  formatUncertainty,
} from "#platform/format";
import { paths } from "#platform/paths";
import type { Generation } from "#schema/observability";
import { Card, CardBody, CardHeader } from "#ui/card";
import { Chip } from "#ui/chip";
import { CodeBlock } from "#ui/code-block";
import { RelativeTime } from "#ui/relative-time";
import { Stat, StatStrip } from "#ui/stat";
import { CacheCard } from "./_parts/cache-card.tsx";
import { GenerationDetails } from "./_parts/details.tsx";
import { Findings } from "./_parts/findings.tsx";
import { HandOver } from "./_parts/hand-over.client.tsx";
import { messagesOf, type ShownMessage } from "./_parts/messages.ts";

export const metadata: Metadata = { title: "Generation" };

type Props = { params: Promise<{ project: string; generation: string }> };

/** One call to one model: what went in, what came out, what it cost, and where the time went. */
export default async function GenerationPage({ params }: Props) {
  const { project, generation: generationId } = await params;
  const ctx = await currentContext(project);
  const generation = await getGeneration(ctx, { generationId }).catch(orNotFound);
  const [trace, feedback, choices, kept] = await Promise.all([
    // Seeded and imported generations may have no spans.
    nullIfNotFound(getTrace(ctx, { traceId: generation.traceId })),
    listFeedback(ctx, { generationId, limit: 20 }),
    handOverChoices(ctx),
    may(ctx, "route.read")
      ? findKeptAnswer(ctx, { generationId: generation.cachedFromId ?? generationId })
      : null,
  ]);
  const messages = messagesOf(generation.input);
  return (
    <>
      <TopBar
        crumbs={[{ label: "Traffic", href: paths.traffic(project) }, { label: titleOf(generation) }]}
        actions={
          <HandOver
            project={project}
            generationId={generationId}
            inputs={inputsOf(generation, messages)}
            {...choices}
          />
        }
      />
      <Page>
        <PageHeader
          title={titleOf(generation)}
          chips={
            <>
              <GenerationState status={generation.status} errorCode={generation.errorCode} />
              {generation.isSimulated ? <SimulatedMark /> : null}
            </>
          }
          actions={<RelativeTime value={generation.startedAt} />}
          note={generation.errorMessage ?? undefined}
        />
        <Figures generation={generation} />
        <div className="grid grid-cols-[minmax(0,1fr)_340px] gap-4 max-md:grid-cols-1">
          <div className="flex min-w-0 flex-col gap-4">
            <Card>
              <CardHeader title="Input" note={formatCount(messages.length, "message")} />
              {messages.map((message, index) => (
                <Message key={index} message={message} />
              ))}
            </Card>
            <Card>
              <CardHeader
                title="Output"
                note={generation.isSimulated ? "made up by the simulated connection" : undefined}
              />
              <CardBody className="text-lg">
                <Answered generation={generation} />
              </CardBody>
              {generation.toolCalls?.map((call) => (
                <CardBody key={call.id} className="border-t border-line">
                  <CodeBlock code={call.arguments} title={`Calls ${call.name}`} wrap />
                </CardBody>
              ))}
            </Card>
            {generation.reasoning ? (
              <Card>
                <CardHeader title="Thinking" note="before the answer, and no part of it" />
                <CardBody>
                  <MaskedText text={generation.reasoning} className="text-sm leading-5" />
                </CardBody>
              </Card>
            ) : null}
            {generation.answerMembers ? (
              <Card>
                <CardHeader title="Further fields" note="of the provider's answer, as it sent them" />
                <CardBody>
                  <CodeBlock code={JSON.stringify(generation.answerMembers, null, 2)} title="JSON" wrap />
                </CardBody>
              </Card>
            ) : null}
            <Card>
              <CardHeader title="Time" note={trace ? formatDuration(trace.durationMs) : undefined} />
              {trace ? (
                <Waterfall trace={trace} />
              ) : (
                <CardBody className="text-text-2">No spans were kept for this call.</CardBody>
              )}
            </Card>
          </div>
          <div className="flex min-w-0 flex-col gap-4">
            <Card>
              <CardHeader title="Details" />
              <GenerationDetails project={project} generation={generation} />
            </Card>
            <CacheCard
              project={project}
              state={generation.cacheState}
              kept={kept}
              mayPin={may(ctx, "answer.pin")}
            />
            <Card>
              <CardHeader title="Guardrails" />
              {generation.guardrails?.length ? (
                <Findings findings={generation.guardrails} />
              ) : (
                <CardBody className="text-sm text-text-2">The policies found nothing.</CardBody>
              )}
            </Card>
            <Card>
              <CardHeader
                title="Feedback"
                note={
                  feedback.items.length > 0
                    ? formatCount(feedback.items.length, "entry", "entries")
                    : undefined
                }
              />
              {feedback.items.length > 0 ? (
                feedback.items.map((entry) => (
                  <div
                    key={entry.id}
                    className="flex flex-wrap items-center gap-2 border-b border-line px-3.5 py-2 text-sm last:border-b-0"
                  >
                    {entry.score === null ? null : (
                      <Chip tone={entry.score >= 0.5 ? "good" : "bad"} sign={entry.score >= 0.5 ? "▲" : "▼"}>
                        {entry.kind === "thumbs"
                          ? `thumbs ${entry.score === 1 ? "up" : "down"}`
                          : `${entry.kind} ${formatNumber(entry.score, 2)}`}
                      </Chip>
                    )}
                    <span className="min-w-0 flex-1 break-words">{entry.comment}</span>
                    <RelativeTime value={entry.createdAt} className="text-text-3" />
                  </div>
                ))
              ) : (
                <CardBody className="text-sm text-text-2">
                  None yet. A program posts it on this generation&apos;s id.
                </CardBody>
              )}
            </Card>
            {generation.metadata ? (
              <Card>
                <CardHeader title="Metadata" />
                <CardBody>
                  <CodeBlock code={JSON.stringify(generation.metadata, null, 2)} wrap />
                </CardBody>
              </Card>
            ) : null}
          </div>
        </div>
      </Page>
    </>
  );
}

function Answered({ generation: { output, refusal, toolCalls } }: { generation: Generation }) {
  if (output) return <MaskedText text={output} />;
  if (refusal)
    return (
      <>
        <Chip tone="warn">refused</Chip> <MaskedText text={refusal} />
      </>
    );
  return <span className="text-text-2">{toolCalls ? "It called tools." : "Nothing was answered."}</span>;
}

function Message({ message }: { message: ShownMessage }) {
  return (
    <div className="border-b border-line px-3.5 py-2.5 last:border-b-0">
      <p className="text-sm text-text-2">{message.role}</p>
      <MaskedText text={message.text} className="font-mono text-sm leading-5" />
    </div>
  );
}

function Figures({ generation }: { generation: Generation }) {
  const {
    carbonGrams,
    carbonGramsLow,
    carbonGramsHigh,
    outputTokens,
    latencyMs,
    timeToFirstTokenMs,
    isSimulated,
    isUsageEstimated,
  } = generation;
  const interval =
    carbonGramsLow !== null && carbonGramsHigh !== null
      ? { low: carbonGramsLow, high: carbonGramsHigh }
      : null;
  const writingMs = latencyMs - (timeToFirstTokenMs ?? 0);
  const rate =
    generation.status === "succeeded" && outputTokens !== null && outputTokens > 1 && writingMs > 0
      ? `${formatNumber((outputTokens / writingMs) * 1_000)} tokens/s`
      : undefined;
  const unknown = isSimulated ? "not counted for simulated calls" : "not known";
  return (
    <StatStrip className="max-sm:grid-cols-2">
      <Stat label="Latency" value={formatDuration(latencyMs)} note={rate} />
      <Stat
        label="First token"
        value={formatDuration(timeToFirstTokenMs)}
        note={timeToFirstTokenMs === null ? firstTokenNote(generation) : undefined}
      />
      <Stat
        label="Tokens"
        value={formatEstimated(
          `${formatNumber(generation.inputTokens)} / ${formatNumber(outputTokens)}`,
          isUsageEstimated,
        )}
        note={isUsageEstimated ? "in / out, estimated: the provider did not count" : "in / out"}
      />
      <Stat
        label="Cost"
        value={formatEstimated(
          formatMoney(generation.costUsd),
          isUsageEstimated && generation.costUsd !== null,
        )}
        note={generation.costUsd === null ? unknown : priceOf(generation)}
      />
      <Stat
        label="Carbon"
        value={formatEstimated(formatCarbon(carbonGrams), isUsageEstimated && carbonGrams !== null)}
        note={
          [formatUncertainty(carbonGrams, interval), methodOf(generation)].filter(Boolean).join("; ") ||
          unknown
        }
      />
    </StatStrip>
  );
}

/** Why no first token was timed. */
function firstTokenNote({ status }: Generation): string {
  return status === "succeeded" ? "answered in one piece" : "none came";
}

/** Whose prices the cost rests on, and of which day; older calls kept only the sum. */
function priceOf({ costBasis }: Generation): string | undefined {
  const [source, date] = [costBasis?.["source"], costBasis?.["sourceDate"]];
  if (typeof source !== "string") return undefined;
  return typeof date === "string" ? `by ${source}, ${date}` : `by ${source}`;
}

function methodOf({ carbonMethod }: Generation): string | undefined {
  const text = carbonMethod?.["text"];
  return typeof text === "string" ? text : undefined;
}

function titleOf({ promptPath, promptVersionNumber, model }: Generation): string {
  if (!promptPath) return model;
  return promptVersionNumber === null ? `${promptPath} draft` : `${promptPath} v${promptVersionNumber}`;
}

/** A call without variables becomes an example by its last question. */
function inputsOf({ variables }: Generation, messages: ShownMessage[]): Record<string, string> | undefined {
  if (variables && Object.keys(variables).length > 0) return undefined;
  const last = messages.findLast((message) => message.role === "user") ?? messages.at(-1);
  return last ? { input: last.text } : undefined;
}

async function handOverChoices(ctx: Context) {
  const [datasets, queues] = await Promise.all([listDatasets(ctx, { limit: 100 }), listQueues(ctx)]);
  return {
    datasets: datasets.items.map(({ id, name }) => ({ id, name })),
    queues: queues.map(({ id, name }) => ({ id, name })),
    mayAddToDataset: may(ctx, "dataset.update"),
    maySendToReview: may(ctx, "task.create"),
  };
}
