"use client";

import type { ReactNode } from "react";
import { Page, PageHeader } from "#components/shell/page-header";
import { FormScope } from "#components/form/form-scope.client";
import { Form, FormField, SubmitButton } from "#components/form/form.client";
import { useStudioAction } from "#components/form/use-studio-action.client";
import type { Route, RouteVersion } from "#schema/routes";
import { PermissionNote } from "#states/no-permission";
import { Button } from "#ui/button";
import { Card, CardBody, CardHeader } from "#ui/card";
import { Chip } from "#ui/chip";
import { CodeBlock } from "#ui/code-block";
import { Input } from "#ui/input";
import { toastDone } from "#ui/toaster";
import { archiveRouteAction } from "../../actions.ts";
import { AnswerFields, type PolicyChoice } from "./answer-fields.client.tsx";
import { LimitFields } from "./limit-fields.client.tsx";
import { type Choice, TargetRows } from "./target-rows.client.tsx";
import { useRoute } from "./use-route.ts";

type RouteEditorProps = {
  project: string;
  /** Null for a new route. */
  route: Route | null;
  /** The version on the screen: the newest, or an older one to look at or save again. */
  shown: RouteVersion | null;
  models: Choice[];
  policies: readonly PolicyChoice[];
  isLocked: boolean;
  mayArchive?: boolean;
  history?: ReactNode;
};

/** Whom a route asks and how, to change and save as its next version. */
export function RouteEditor({
  project,
  route,
  shown,
  models,
  policies,
  isLocked,
  mayArchive,
  history,
}: RouteEditorProps) {
  const form = useRoute({ project, route, shown, firstModel: models[0], isLocked });
  const definition = form.fields.watch("definition");
  const change = (next: typeof definition) => form.change("definition", next);
  const current = route?.version.number ?? 0;
  const isOld = shown !== null && shown.number !== current;
  return (
    <Page>
      <PageHeader
        title={route ? route.name : "New route"}
        chips={
          route ? (
            <>
              <Chip tone={isOld ? "warn" : "accent"}>
                {isOld ? `v${shown.number}, not the newest` : `v${current}`}
              </Chip>
              {route.archivedAt ? <Chip>archived</Chip> : null}
            </>
          ) : null
        }
        note="Models of a lower order are asked first; of one order the weights decide which. The next one takes over when a model fails before its first token."
        actions={
          <>
            {route && mayArchive ? <ArchiveRoute project={project} route={route} /> : null}
            {isLocked ? null : (
              <SubmitButton form={form}>
                {route ? `Save as version ${current + 1}` : "Make route"}
              </SubmitButton>
            )}
          </>
        }
      />
      {isLocked ? (
        <PermissionNote>
          {route?.archivedAt
            ? "This route is archived: calls that name it are refused."
            : "An owner or admin changes routes; you can read and use them."}
        </PermissionNote>
      ) : null}
      <Form form={form} isSentByKey={false}>
        <div className="grid grid-cols-[minmax(0,1fr)_280px] items-start gap-4 max-md:grid-cols-1">
          <fieldset disabled={isLocked} className="flex min-w-0 flex-col gap-4">
            <RouteFields isNew={route === null} form={form} />
            <FormScope key={form.epoch} form={form} path="definition">
              <TargetRows
                targets={definition.targets}
                models={models}
                isLocked={isLocked}
                onChange={(targets) => change({ ...definition, targets })}
              />
              <LimitFields definition={definition} onChange={change} />
              <AnswerFields
                project={project}
                routeId={route?.id ?? null}
                definition={definition}
                policies={policies}
                onChange={change}
              />
            </FormScope>
          </fieldset>
          <div className="flex min-w-0 flex-col gap-4">
            {history}
            {route ? <InProgram name={route.name} /> : null}
          </div>
        </div>
      </Form>
    </Page>
  );
}

function RouteFields({ isNew, form }: { isNew: boolean; form: ReturnType<typeof useRoute> }) {
  const hint = isNew ? "For example support or support-eu." : "Programs call it by this name, so it stays.";
  return (
    <Card>
      <CardHeader title="Route" />
      <CardBody className="grid grid-cols-2 gap-4 max-sm:grid-cols-1">
        <FormField form={form} name="name" label="Name" required={isNew} hint={hint}>
          <Input readOnly={!isNew} maxLength={60} className="font-mono" />
        </FormField>
        <FormField form={form} name="description" label="About" hint="What it is for.">
          <Input maxLength={500} />
        </FormField>
        {isNew ? null : (
          <FormField form={form} name="message" label="Message" hint="Why it changes; kept in the history.">
            <Input maxLength={500} />
          </FormField>
        )}
      </CardBody>
    </Card>
  );
}

function InProgram({ name }: { name: string }) {
  return (
    <Card>
      <CardHeader title="In a program" />
      <CardBody>
        <CodeBlock title="The model to name" code={`model: "route:${name}"`} />
      </CardBody>
    </Card>
  );
}

function ArchiveRoute({ project, route }: { project: string; route: Route }) {
  const isArchived = route.archivedAt !== null;
  const { run, isPending } = useStudioAction(archiveRouteAction, () =>
    toastDone(isArchived ? `"${route.name}" serves again` : `"${route.name}" is archived`),
  );
  return (
    <Button pending={isPending} onClick={() => run({ project, routeId: route.id, isArchived: !isArchived })}>
      {isArchived ? "Restore" : "Archive"}
    </Button>
  );
}
