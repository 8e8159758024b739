"use client";

import { useState } from "react";
import { paths } from "#platform/paths";
import type { ColumnMapping, ImportPreview, ImportResult } from "#schema/datasets";
import { InlineError } from "#states/error-state";
import { FileChoice } from "./file-choice.client.tsx";
import { ImportDone, LineErrors } from "./import-outcome.client.tsx";
import { type ImportChoice, MappingForm } from "./mapping-form.client.tsx";

type ImportWizardProps = {
  project: string;
  datasetId: string;
  latest: { number: number; exampleCount: number } | null;
};

/** Choose a file, look at it and say what its columns are, import. What was chosen stays on every failure. */
export function ImportWizard({ project, datasetId, latest }: ImportWizardProps) {
  const [file, setFile] = useState<File | null>(null);
  const [preview, setPreview] = useState<ImportPreview | null>(null);
  const [choice, setChoice] = useState<ImportChoice>({ mapping: [], mode: "append", message: "" });
  const [result, setResult] = useState<ImportResult | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, setPending] = useState<"preview" | "import" | null>(null);

  const post = async <Data,>(intent: "preview" | "import", chosen: File): Promise<Data | null> => {
    setPending(intent);
    setProblem(null);
    const sent = await send<Data>(paths.datasetUpload(project), chosen, {
      intent,
      datasetId,
      ...(intent === "import" ? choice : {}),
    });
    setPending(null);
    setProblem(sent.problem);
    return sent.data;
  };
  const choose = async (chosen: File) => {
    setFile(chosen);
    setResult(null);
    setPreview(null);
    const seen = await post<ImportPreview>("preview", chosen);
    setPreview(seen);
    if (seen) setChoice((before) => ({ ...before, mapping: keepRoles(before.mapping, seen.mapping) }));
  };
  const start = async () => {
    if (file) setResult(await post<ImportResult>("import", file));
  };

  if (result?.outcome === "imported") {
    return <ImportDone project={project} datasetId={datasetId} result={result} />;
  }
  return (
    <>
      <FileChoice file={file} isReading={pending === "preview"} onChoose={(chosen) => void choose(chosen)} />
      {problem ? <InlineError>{problem}</InlineError> : null}
      {result?.outcome === "rejected" ? (
        <LineErrors errors={result.errors} errorCount={result.errorCount} rows={result.rows} isFinal />
      ) : null}
      {preview && preview.errorCount > 0 && !result ? (
        <LineErrors
          errors={preview.errors}
          errorCount={preview.errorCount}
          rows={preview.totalRows}
          isFinal={false}
        />
      ) : null}
      {preview ? (
        <MappingForm
          preview={preview}
          choice={choice}
          onChange={setChoice}
          latest={latest}
          isPending={pending === "import"}
          onImport={() => void start()}
        />
      ) : null}
    </>
  );
}

/** A mended file chosen again keeps the roles the person gave, where it still has the same columns. */
function keepRoles(before: ColumnMapping[], proposed: ColumnMapping[]): ColumnMapping[] {
  const isSame =
    before.length === proposed.length && before.every(({ column }, at) => column === proposed[at]?.column);
  return isSame ? before : proposed;
}

type Sent<Data> = { data: Data; problem: null } | { data: null; problem: string };

/** Posts the file; every way to fail ends in a sentence. */
async function send<Data>(url: string, file: File, options: object): Promise<Sent<Data>> {
  const form = new FormData();
  form.set("options", JSON.stringify(options));
  form.set("file", file);
  try {
    const response = await fetch(url, { method: "POST", body: form });
    const body: unknown = await response.json();
    if (response.ok) return { data: body as Data, problem: null };
    const isTold = typeof body === "object" && body !== null && "message" in body;
    return {
      data: null,
      problem: isTold
        ? String(body.message)
        : "The server did not say what failed. Nothing was stored; try again.",
    };
  } catch (cause) {
    const isGone = cause instanceof TypeError && /fetch|network|failed/i.test(cause.message);
    return {
      data: null,
      problem: isGone
        ? "The file could not be sent. Check the connection; if the file was changed on disk, choose it again. Nothing was stored."
        : "The server's answer could not be read. Nothing may have been stored; look at the dataset before you try again.",
    };
  }
}
