"use client";

import { useState } from "react";
import { useStudioAction } from "#components/form/use-studio-action.client";
import { useLiteModel } from "#constants/models";
import type { EmbeddingModelStatus, EmbeddingSetting } from "#schema/models";
import { InlineError } from "#states/error-state";
import { PermissionNote } from "#states/no-permission";
import { Button } from "#ui/button";
import { Card, CardBody, CardHeader } from "#ui/card";
import { Field } from "#ui/field";
import { Input } from "#ui/input";
import { NativeSelect } from "#ui/native-select";
import { toastDone } from "#ui/toaster";
import { setEmbeddingModelAction } from "../actions.ts";

type EmbeddingFormProps = {
  project: string;
  setting: EmbeddingSetting;
  status: EmbeddingModelStatus;
  servers: { id: string; name: string }[];
  canEdit: boolean;
};

const builtIn = "built_in";

/** What is known of the better built-in model while the small one serves. */
function downloadNote({ download }: EmbeddingModelStatus): string | null {
  if (download === null) return null;
  const { status, error } = download;
  if (status === "failed") return error;
  const meanwhile = `${useLiteModel} serves, and scores say so.`;
  if (status === "off") return `Fetching models is switched off on this installation: ${meanwhile}`;
  if (status === "absent")
    return `A better one (55 MB) is fetched when the studio starts with a network. Until then ${meanwhile}`;
  return `A better one is being downloaded. Until it is here ${meanwhile}`;
}

function hintOf(source: string, status: EmbeddingModelStatus | null): string {
  if (source !== builtIn) return "Its server must offer /embeddings.";
  return status ? `${status.inUse}: English, runs here` : "English, runs here";
}

/** What turns texts into vectors for search by meaning. */
export function EmbeddingForm({ project, setting, status, servers, canEdit }: EmbeddingFormProps) {
  const saved = setting.kind === "connection" ? setting : null;
  const [source, setSource] = useState(saved?.connectionId ?? builtIn);
  const [model, setModel] = useState(saved?.model ?? "");
  const { run, isPending, failure } = useStudioAction(setEmbeddingModelAction, () =>
    toastDone("Embedding model changed", "Everything is embedded anew in the background."),
  );
  const isChanged =
    source !== (saved?.connectionId ?? builtIn) || (source !== builtIn && model !== (saved?.model ?? ""));
  const save = () =>
    run(
      source === builtIn
        ? { project, kind: "built_in" }
        : { project, kind: "connection", connectionId: source, model },
    );
  const note = source === builtIn && !saved ? downloadNote(status) : null;
  return (
    <Card>
      <CardHeader title="Embeddings" note="for search by meaning, near duplicates and similarity" />
      <CardBody className="flex flex-col gap-3">
        <div className="flex flex-wrap items-start gap-3">
          <Field
            className="w-72 max-sm:w-full"
            label="Embedded by"
            hint={hintOf(source, saved ? null : status)}
          >
            <NativeSelect
              disabled={!canEdit}
              value={source}
              onChange={(event) => setSource(event.target.value)}
            >
              <option value={builtIn}>The built-in model</option>
              {servers.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </NativeSelect>
          </Field>
          {source === builtIn ? null : (
            <Field className="w-72 max-sm:w-full" label="Model" error={failure?.fields["model"]} required>
              <Input
                disabled={!canEdit}
                value={model}
                onChange={(event) => setModel(event.target.value)}
                placeholder="text-embedding-3-small"
              />
            </Field>
          )}
        </div>
        {note ? <p className="text-sm text-text-3">{note}</p> : null}
        {failure && !failure.fields["model"] ? <InlineError>{failure.message}</InlineError> : null}
        <SaveRow {...{ canEdit, isPending, isChanged, save }} />
      </CardBody>
    </Card>
  );
}

type SaveRowProps = { canEdit: boolean; isPending: boolean; isChanged: boolean; save: () => void };

function SaveRow({ canEdit, isPending, isChanged, save }: SaveRowProps) {
  if (!canEdit) return <PermissionNote>An owner or admin can change this.</PermissionNote>;
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button pending={isPending} disabled={!isChanged} onClick={save}>
        Change model
      </Button>
      <span className="text-sm text-text-3">
        Vectors of two models cannot be compared, so a change embeds everything anew in the background.
      </span>
    </div>
  );
}
