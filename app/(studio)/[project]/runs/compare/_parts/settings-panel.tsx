import { ContentDiffView } from "#components/prompts/content-diff";
import { getRun } from "#lib/evaluation";
import type { Context } from "#lib/identity";
import { targetNames } from "#lib/routes";
import { getPromptVersion } from "#lib/prompts";
import type { Comparison, Run } from "#schema/evaluation";
import { calledLabel, isStudioRun, ranLabel } from "#client/evaluation";
import { diffContents } from "#client/prompts";
import { Card, CardHeader } from "#ui/card";
import { PlainTable, TableBody, TableHead, Td, Th, Tr } from "#ui/plain-table";

/** What differs between the two runs: what they called, and the two versions' messages and settings. */
export async function SettingsPanel({ ctx, comparison }: { ctx: Context; comparison: Comparison }) {
  const [baseline, candidate] = await Promise.all([
    getRun(ctx, { runId: comparison.baseline.runId }),
    getRun(ctx, { runId: comparison.candidate.runId }),
  ]);
  const diff = await promptDiff(ctx, baseline, candidate);
  return (
    <>
      <Card>
        <CardHeader title="Runs" />
        <PlainTable label="Settings of the runs">
          <TableHead>
            <Th>What</Th>
            <Th>Run {baseline.number}</Th>
            <Th>Run {candidate.number}</Th>
          </TableHead>
          <TableBody>
            {rows(baseline, candidate).map(([name, left, right]) => (
              <Tr key={name}>
                <Td mobile="title">{name}</Td>
                <Td label={`Run ${baseline.number}`}>{left === right ? left : <del>{left}</del>}</Td>
                <Td label={`Run ${candidate.number}`}>{left === right ? right : <ins>{right}</ins>}</Td>
              </Tr>
            ))}
          </TableBody>
        </PlainTable>
      </Card>
      {diff ? (
        <>
          <Card>
            <CardHeader title="Messages" note={diff.summary} />
            <ContentDiffView diff={diff} view="words" />
          </Card>
          <Card>
            <CardHeader title="Variables, settings, tools, response schema" />
            <ContentDiffView diff={diff} view="settings" />
          </Card>
        </>
      ) : null}
    </>
  );
}

/** What differs between the two versions; another program's messages and settings are not known here. */
async function promptDiff(ctx: Context, baseline: Run, candidate: Run) {
  if (!isStudioRun(baseline) || !isStudioRun(candidate)) return null;
  const [before, after] = await Promise.all([
    getPromptVersion(ctx, { versionId: baseline.promptVersionId }),
    getPromptVersion(ctx, { versionId: candidate.promptVersionId }),
  ]);
  return diffContents(before.content, after.content, await targetNames(ctx), {
    before: before.includes,
    after: after.includes,
  });
}

function rows(baseline: Run, candidate: Run): [string, string, string][] {
  const settingsOf = (run: Run): [string, string][] => [
    [isStudioRun(run) ? "Prompt" : "Program", ranLabel(run)],
    ["Model or route", calledLabel(run)],
    ["Fallbacks", run.target?.fallbacks?.map(({ model }) => model).join(", ") || "none"],
    [
      "Overridden settings",
      run.target?.settings && Object.keys(run.target.settings).length > 0
        ? JSON.stringify(run.target.settings)
        : "none",
    ],
    ["Dataset", `${run.datasetName}@${run.datasetVersionNumber}`],
    ["Suite", `${run.suiteName}@${run.suiteVersionNumber}`],
    ["Embeddings", run.embeddingModel ?? "—"],
    ["Rules for meaning", run.meaningRules === null ? "—" : `version ${run.meaningRules}`],
    ["At once", String(run.concurrency)],
  ];
  const right = settingsOf(candidate);
  return settingsOf(baseline).map(([name, value], place) => [name, value, right[place]?.[1] ?? ""]);
}
