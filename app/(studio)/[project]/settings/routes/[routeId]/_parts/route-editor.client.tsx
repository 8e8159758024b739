"use client";

import type { ReactNode } from "react";
import { Page, PageHeader } from "#components/shell/page-header";
import { useStudioAction } from "#components/form/use-studio-action.client";
import type { Route, RouteVersion } from "#schema/routes";
import { InlineError } from "#states/error-state";
import { PermissionNote } from "#states/no-permission";
import { Button } from "#ui/button";
import { Card, CardBody, CardHeader } from "#ui/card";
import { Chip } from "#ui/chip";
import { CodeBlock } from "#ui/code-block";
import { Field } from "#ui/field";
import { Input } from "#ui/input";
import { toastDone } from "#ui/toaster";
import { archiveRouteAction } from "../../actions.ts";
import { LimitFields } from "./limit-fields.client.tsx";
import { type Choice, TargetRows } from "./target-rows.client.tsx";
import { type Fields, useRoute } from "./use-route.ts";

type RouteEditorProps = {
  project: string;
  /** Null for a new route. */
  route: Route | null;
  /** The version on the screen: the newest, or an older one to look at or save again. */
  shown: RouteVersion | null;
  models: Choice[];
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
  isLocked,
  mayArchive,
  history,
}: RouteEditorProps) {
  const { fields, setFields, definition, change, issues, save, isPending, failure } = useRoute({
    project,
    route,
    shown,
    firstModel: models[0],
  });
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
              <Button variant="primary" pending={isPending} onClick={() => void save()}>
                {route ? `Save as version ${current + 1}` : "Make route"}
              </Button>
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
      {failure ? <InlineError>{failure.message}</InlineError> : null}
      {Object.keys(issues).length > 0 ? (
        <InlineError>Not saved yet: {[...new Set(Object.values(issues))].join(" ")}</InlineError>
      ) : null}
      <div className="grid grid-cols-[minmax(0,1fr)_280px] items-start gap-4 max-md:grid-cols-1">
        <fieldset disabled={isLocked} className="flex min-w-0 flex-col gap-4">
          <RouteFields
            isNew={route === null}
            fields={fields}
            nameError={failure?.fields["name"]}
            onChange={setFields}
          />
          <TargetRows
            targets={definition.targets}
            models={models}
            isLocked={isLocked}
            problems={issues}
            onChange={(targets) => change({ ...definition, targets })}
          />
          <LimitFields definition={definition} problems={issues} onChange={change} />
        </fieldset>
        <div className="flex min-w-0 flex-col gap-4">
          {history}
          {route ? <InProgram name={route.name} /> : null}
        </div>
      </div>
    </Page>
  );
}

function RouteFields({
  isNew,
  fields,
  nameError,
  onChange,
}: {
  isNew: boolean;
  fields: Fields;
  nameError: string | undefined;
  onChange: (fields: Fields) => void;
}) {
  const hint = isNew ? "For example support or support-eu." : "Programs call it by this name, so it stays.";
  return (
    <Card>
      <CardHeader title="Route" />
      <CardBody className="grid grid-cols-2 gap-4 max-sm:grid-cols-1">
        <Field label="Name" required={isNew} hint={hint} error={nameError}>
          <Input
            value={fields.name}
            readOnly={!isNew}
            maxLength={60}
            className="font-mono"
            onChange={(event) => onChange({ ...fields, name: event.target.value })}
          />
        </Field>
        <Field label="About" hint="What it is for.">
          <Input
            value={fields.description}
            maxLength={500}
            onChange={(event) => onChange({ ...fields, description: event.target.value })}
          />
        </Field>
        {isNew ? null : (
          <Field label="Message" hint="Why it changes; kept in the history.">
            <Input
              value={fields.message}
              maxLength={500}
              onChange={(event) => onChange({ ...fields, message: event.target.value })}
            />
          </Field>
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
