"use client";

import { type AnyForm, Form, FormField, SubmitButton } from "#components/form/form.client";
import { useActionForm } from "#components/form/use-action-form.client";
import { useLiteModel } from "#constants/models";
import type { EmbeddingModelStatus, EmbeddingSetting } from "#schema/models";
import { PermissionNote } from "#states/no-permission";
import { Card, CardBody, CardHeader } from "#ui/card";
import { Input } from "#ui/input";
import { NativeSelect } from "#ui/native-select";
import { toastDone } from "#ui/toaster";
import { setEmbeddingModelAction } from "../actions.ts";

const schema = () => import("#schema/models").then((room) => room.SetEmbeddingModelInput);

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
  const form = useActionForm({
    action: setEmbeddingModelAction,
    schema,
    values: { source: saved?.connectionId ?? builtIn, model: saved?.model ?? "" },
    input: (typed) =>
      typed.source === builtIn
        ? { project, kind: "built_in" as const }
        : { project, kind: "connection" as const, connectionId: typed.source, model: typed.model },
    onDone: () => toastDone("Embedding model changed", "Everything is embedded again in the background."),
  });
  const { source } = form.fields.watch();
  const note = source === builtIn && !saved ? downloadNote(status) : null;
  return (
    <Card>
      <CardHeader title="Embeddings" note="for search by meaning, near duplicates and similarity" />
      <CardBody>
        <Form form={form} actions={<SaveRow form={form} canEdit={canEdit} />}>
          <div className="flex flex-wrap items-start gap-3">
            <FormField
              form={form}
              name="source"
              className="w-72 max-sm:w-full"
              label="Embedded by"
              hint={hintOf(source, saved ? null : status)}
            >
              <NativeSelect disabled={!canEdit}>
                <option value={builtIn}>The built-in model</option>
                {servers.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </NativeSelect>
            </FormField>
            {source === builtIn ? null : (
              <FormField form={form} name="model" className="w-72 max-sm:w-full" label="Model" required>
                <Input disabled={!canEdit} placeholder="text-embedding-3-small" />
              </FormField>
            )}
          </div>
          {note ? <p className="text-sm text-text-3">{note}</p> : null}
        </Form>
      </CardBody>
    </Card>
  );
}

function SaveRow<Values extends { source: string }>({
  form,
  canEdit,
}: {
  form: AnyForm<Values>;
  canEdit: boolean;
}) {
  if (!canEdit) return <PermissionNote>An owner or admin can change this.</PermissionNote>;
  return (
    <div className="flex flex-wrap items-center gap-3">
      <SubmitButton form={form} variant="default" disabled={!form.isDirty}>
        Change model
      </SubmitButton>
      <span className="text-sm text-text-3">
        Vectors of two models cannot be compared, so a change embeds everything again in the background.
      </span>
    </div>
  );
}
