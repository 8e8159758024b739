"use client";

import { useState } from "react";
import type { StudioResult } from "#components/form/failure";
import { studioFetch } from "#components/form/studio-fetch";
import { useActionForm } from "#components/form/use-action-form.client";
import { useStudioAction } from "#components/form/use-studio-action.client";
import { paths } from "#platform/paths";
import type { ColumnMapping, ImportPreview, ImportResult } from "#schema/datasets";
import { InlineError } from "#states/error-state";
import { FileChoice } from "./file-choice.client.tsx";
import { ImportDone, LineErrors } from "./import-outcome.client.tsx";
import { type ImportChoice, MappingForm } from "./mapping-form.client.tsx";

const schema = () => import("#schema/datasets").then((room) => room.ImportChoice);
const empty: ImportChoice = { mapping: [], mode: "append", message: "" };

type ImportWizardProps = {
  project: string;
  datasetId: string;
  latest: { number: number; exampleCount: number } | null;
};

/** Choose a file, look at it and say what its columns are, import. What was chosen stays on every failure. */
export function ImportWizard({ project, datasetId, latest }: ImportWizardProps) {
  const [file, setFile] = useState<File | null>(null);
  const [preview, setPreview] = useState<ImportPreview | null>(null);
  const [result, setResult] = useState<ImportResult | null>(null);
  const url = paths.datasetUpload(project);
  const form = useActionForm({
    action: (input: ImportChoice) =>
      upload<ImportResult>(url, file, { intent: "import", datasetId, ...input }),
    schema,
    values: empty,
    input: (choice) => choice,
    onDone: setResult,
  });
  const previewing = useStudioAction(
    (chosen: File) => upload<ImportPreview>(url, chosen, { intent: "preview", datasetId }),
    (seen) => {
      setPreview(seen);
      form.change("mapping", keepRoles(form.fields.getValues("mapping"), seen.mapping));
    },
    { isQuiet: true },
  );
  const choose = (chosen: File) => {
    setFile(chosen);
    setResult(null);
    setPreview(null);
    previewing.run(chosen);
  };

  if (result?.outcome === "imported") {
    return <ImportDone project={project} datasetId={datasetId} result={result} />;
  }
  return (
    <>
      <FileChoice file={file} isReading={previewing.isPending} onChoose={choose} />
      {previewing.failure ? <InlineError>{previewing.failure.message}</InlineError> : null}
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
      {preview ? <MappingForm form={form} preview={preview} latest={latest} /> : null}
    </>
  );
}

/** A mended file chosen again keeps the roles the person gave, where it still has the same columns. */
function keepRoles(before: ColumnMapping[], proposed: ColumnMapping[]): ColumnMapping[] {
  const isSame =
    before.length === proposed.length && before.every(({ column }, at) => column === proposed[at]?.column);
  return isSame ? before : proposed;
}

/** Posts the file: an action takes no 25 MB. Every way to fail ends in a sentence. */
async function upload<Data>(url: string, file: File | null, options: object): Promise<StudioResult<Data>> {
  const body = new FormData();
  body.set("options", JSON.stringify(options));
  if (file) body.set("file", file);
  const { data, problem } = await studioFetch<Data>(url, { method: "POST", body });
  if (problem === null) return { data };
  return { serverError: problem.code === "unreachable" ? notSent : problem };
}

const notSent = {
  code: "unreachable",
  message:
    "The file could not be sent, or the answer not be read. Check the connection; if the file was changed on disk, choose it again. Look at the dataset before you import again.",
};
