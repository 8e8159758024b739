import Link from "next/link";
import type { ReactNode } from "react";
import { formatEnergy, formatEstimated, formatExact, formatMoney, formatNumber } from "#platform/format";
import { paths } from "#platform/paths";
import type { CostPart } from "#schema/models";
import type { Generation } from "#schema/observability";
import { CopyButton } from "#ui/copy-button";

type Props = { project: string; generation: Generation };

/** Everything about a call that is one line long, each opening what is behind it. */
export function GenerationDetails({ project, generation }: Props) {
  const { settings } = generation;
  return (
    <dl className="grid grid-cols-[7.5rem_minmax(0,1fr)] gap-x-3 gap-y-1.5 p-3.5 text-sm">
      <Detail name="Prompt">
        <PromptLink project={project} generation={generation} />
      </Detail>
      {generation.label ? <Detail name="Asked by label">{generation.label}</Detail> : null}
      {generation.runId ? (
        <Detail name="Run">
          <Link
            className={link}
            href={
              generation.caseId
                ? paths.case(project, generation.runId, generation.caseId)
                : paths.run(project, generation.runId)
            }
          >
            {generation.caseId ? "Open the case" : "Open the run"}
          </Link>
        </Detail>
      ) : null}
      <Detail name="Model">{generation.model}</Detail>
      <Detail name="Connection">{generation.connectionName ?? generation.provider}</Detail>
      {generation.cachedFromId ? (
        <Detail name="From the cache">
          <Link className={link} href={paths.generation(project, generation.cachedFromId)}>
            The answer of an earlier call
          </Link>
        </Detail>
      ) : null}
      <Detail name="Source">{generation.source}</Detail>
      <Detail name="Asked by">
        {generation.actorKind === "api_key"
          ? "a program"
          : generation.actorKind === "user"
            ? "a person"
            : "the studio"}
      </Detail>
      <Detail name="Began">{formatExact(generation.startedAt)}</Detail>
      <Detail name="Ended because">{generation.finishReason ?? "—"}</Detail>
      <Detail name="Tokens">
        {formatNumber(generation.inputTokens)} in, {formatNumber(generation.outputTokens)} out
        {tokenParts(generation)}
      </Detail>
      <CostParts basis={generation.costBasis} isEstimated={generation.isUsageEstimated === true} />
      <CarbonBasis method={generation.carbonMethod} />
      <Detail name="Energy">{formatEnergy(generation.energyKwh)}</Detail>
      {Object.entries(settings ?? {}).map(([name, value]) => (
        <Detail key={name} name={name}>
          <span className="font-mono break-words">
            {typeof value === "string" ? value : JSON.stringify(value)}
          </span>
        </Detail>
      ))}
      <Detail name="Generation">
        <Id text={generation.id} label="Copy the generation's id" />
      </Detail>
      <Detail name="Trace">
        <Id text={generation.traceId} label="Copy the trace's id" />
      </Detail>
    </dl>
  );
}

/** What the provider said of the parts; nothing where it said nothing. */
function tokenParts(generation: Generation): string {
  const parts: [string, number | null][] = [
    ["from a cache", generation.cachedInputTokens],
    ["written to a cache", generation.cacheWriteTokens],
    ["heard", generation.audioInputTokens],
    ["thinking", generation.reasoningTokens],
    ["spoken", generation.audioOutputTokens],
  ];
  const said = parts
    .filter(([, count]) => count !== null)
    .map(([name, count]) => `${formatNumber(count)} ${name}`);
  return said.length > 0 ? `; of these ${said.join(", ")}` : "";
}

const partNames: Record<CostPart["kind"], string> = {
  input: "input",
  cachedInput: "from a cache",
  cacheWrite: "written to a cache",
  cacheWriteHour: "written to a cache for an hour",
  audioInput: "audio in",
  output: "output",
  reasoning: "thinking",
  audioOutput: "audio out",
  reported: "as the provider charged",
};

/** The parts the cost is the sum of. */
function CostParts({ basis, isEstimated }: { basis: Generation["costBasis"]; isEstimated: boolean }) {
  // record.ts wrote a Cost here; the column's type does not say so.
  const parts = (basis?.["parts"] ?? []) as CostPart[];
  if (parts.length === 0) return null;
  return (
    <Detail name="Cost">
      {parts.map(({ kind, tokens, usdPerMillion, usd }) => (
        <span key={kind} className="num block">
          {formatEstimated(formatMoney(usd), isEstimated)} {partNames[kind]}
          {tokens === null
            ? ""
            : `: ${formatEstimated(formatNumber(tokens), isEstimated)} at ${formatMoney(usdPerMillion)} a million`}
        </span>
      ))}
    </Detail>
  );
}

/** What the carbon's range covers; calls from before it was kept say only their method. */
function CarbonBasis({ method }: { method: Generation["carbonMethod"] }) {
  const [name, covers] = [method?.["name"], method?.["covers"]];
  if (typeof name !== "string") return null;
  return (
    <Detail name="Carbon by">
      {name}
      {typeof covers === "string" ? `. ${covers}` : ""}
    </Detail>
  );
}

const link = "text-accent underline-offset-2 hover:underline";

function PromptLink({ project, generation }: Props) {
  const { promptId, promptPath, promptVersionNumber } = generation;
  if (!promptId) return <>none: messages were sent as they are</>;
  const href =
    promptVersionNumber === null
      ? paths.prompt(project, promptId)
      : paths.promptVersion(project, promptId, promptVersionNumber);
  return (
    <Link className={link} href={href}>
      {promptPath ?? "prompt"} {promptVersionNumber === null ? "draft" : `v${promptVersionNumber}`}
    </Link>
  );
}

function Detail({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-text-2">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}

function Id({ text, label }: { text: string; label: string }) {
  return (
    <span className="flex items-center gap-1">
      <span className="truncate font-mono">{text}</span>
      <CopyButton text={text} label={label} />
    </span>
  );
}
