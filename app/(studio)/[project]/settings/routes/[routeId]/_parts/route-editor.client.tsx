"use client";

import Link from "next/link";
import { type ReactNode, useState } from "react";
import { Page, PageHeader } from "#components/shell/page-header";
import { FormScope } from "#components/form/form-scope.client";
import { Form, FormField, SubmitButton } from "#components/form/form.client";
import { useStudioAction } from "#components/form/use-studio-action.client";
import type { YamlProblem } from "#client/routes";
import { paths } from "#platform/paths";
import type { ModelTarget } from "#schema/models";
import type { Route, RouteDefinitionInput, RouteVersion, TargetState } from "#schema/routes";
import { PermissionNote } from "#states/no-permission";
import { Button } from "#ui/button";
import { Card, CardBody, CardHeader } from "#ui/card";
import { Chip } from "#ui/chip";
import { CodeBlock } from "#ui/code-block";
import { SegmentedControl } from "#ui/segmented";
import { Input } from "#ui/input";
import { toastDone } from "#ui/toaster";
import { archiveRouteAction } from "../../actions.ts";
import { CacheFields } from "./cache-fields.client.tsx";
import { ChoiceFields } from "./choice-fields.client.tsx";
import { FailureFields } from "./failure-fields.client.tsx";
import { LimitFields } from "./limit-fields.client.tsx";
import { SlaFields } from "./sla-fields.client.tsx";
import { type PolicyChoice, PolicyFields } from "./policy-fields.client.tsx";
import { LiveTest } from "./live-test.client.tsx";
import { RouteDiagram } from "./route-diagram.tsx";
import { type Choice, TargetRows } from "./target-rows.client.tsx";
import { useRoute } from "./use-route.ts";
import { asYaml, YamlEditor } from "./yaml-editor.client.tsx";

type RouteEditorProps = {
  project: string;
  /** Null for a new route. */
  route: Route | null;
  /** The version on the screen: the newest, or an older one to look at or save again. */
  shown: RouteVersion | null;
  models: Choice[];
  policies: readonly PolicyChoice[];
  isLocked: boolean;
  mayArchive?: boolean | undefined;
  /** A true call of the stored version may be made. */
  mayTry?: boolean | undefined;
  /** How the models are doing; empty for a new route. */
  states?: readonly TargetState[];
  /** Under what is edited: health, and what the version changed. */
  below?: ReactNode;
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
  mayTry,
  states = [],
  below,
  history,
}: RouteEditorProps) {
  const form = useRoute({ project, route, shown, firstModel: models[0], isLocked });
  const definition = form.fields.watch("definition");
  const nameOf = (target: ModelTarget) =>
    models.find((one) => one.connectionId === target.connectionId && one.model === target.model)?.label ??
    target.model;
  const yaml = useYaml(definition, nameOf);
  return (
    <Page>
      <RouteHead
        project={project}
        route={route}
        shown={shown}
        form={form}
        hasProblems={yaml.problems.length > 0}
        isLocked={isLocked}
        mayArchive={mayArchive}
      />
      {isLocked ? (
        <PermissionNote>
          {route?.archivedAt
            ? "This route is archived: calls that name it are refused."
            : "An owner or admin changes routes; you can read and use them."}
        </PermissionNote>
      ) : null}
      <Form form={form} isSentByKey={false}>
        <div className="grid grid-cols-[minmax(0,1fr)_320px] items-start gap-4 max-md:grid-cols-1">
          <fieldset disabled={isLocked} className="flex min-w-0 flex-col gap-4">
            <RouteFields isNew={route === null} form={form} />
            <RouteDiagram definition={definition} nameOf={nameOf} states={states} />
            <EditArea form={form} yaml={yaml} models={models} policies={policies} isLocked={isLocked} />
          </fieldset>
          <div className="flex min-w-0 flex-col gap-4">
            <LiveTest
              project={project}
              routeId={route?.id ?? null}
              reference={route && shown && mayTry ? `${route.name}@${shown.number}` : null}
              definition={definition}
            />
            {history}
            {route ? <InProgram name={route.name} /> : null}
          </div>
        </div>
      </Form>
      {below}
    </Page>
  );
}

type RouteHeadProps = Pick<RouteEditorProps, "project" | "route" | "shown" | "isLocked" | "mayArchive"> & {
  form: ReturnType<typeof useRoute>;
  hasProblems: boolean;
};

function RouteHead({ project, route, shown, form, hasProblems, isLocked, mayArchive }: RouteHeadProps) {
  const current = route?.version.number ?? 0;
  const isOld = shown !== null && shown.number !== current;
  return (
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
      note={
        <>
          <Link className="text-accent underline underline-offset-2" href={paths.routes(project)}>
            Routes
          </Link>{" "}
          · Models of a lower order are asked first; which of one order is, the route chooses. The next one
          takes over when a model fails before its first token.
        </>
      }
      actions={
        <>
          {route && mayArchive ? <ArchiveRoute project={project} route={route} /> : null}
          {isLocked ? null : hasProblems ? (
            <Button variant="primary" disabled>
              Mend the YAML to save
            </Button>
          ) : (
            <SubmitButton form={form}>{route ? `Save as version ${current + 1}` : "Make route"}</SubmitButton>
          )}
        </>
      }
    />
  );
}

type EditAreaProps = Pick<RouteEditorProps, "models" | "policies" | "isLocked"> & {
  form: ReturnType<typeof useRoute>;
  yaml: ReturnType<typeof useYaml>;
};

/** What a definition holds, as a form or as text. */
function EditArea({ form, yaml, models, policies, isLocked }: EditAreaProps) {
  const definition = form.fields.watch("definition");
  const change = (next: typeof definition) => form.change("definition", next);
  return (
    <>
      <SegmentedControl
        label="Edit as"
        className="self-start"
        value={yaml.text === null ? "form" : "yaml"}
        items={[
          { value: "form", label: "Form", disabled: yaml.problems.length > 0 },
          { value: "yaml", label: "YAML" },
        ]}
        onValueChange={(value) => void yaml.show(value === "yaml")}
      />
      {yaml.text === null ? (
        <FormScope key={form.epoch} form={form} path="definition">
          <TargetRows
            targets={definition.targets}
            models={models}
            isLocked={isLocked}
            isNamed={definition.choice?.by === "condition"}
            onChange={(targets) => change({ ...definition, targets })}
          />
          <ChoiceFields definition={definition} onChange={change} />
          <FailureFields definition={definition} onChange={change} />
          <LimitFields definition={definition} onChange={change} />
          <PolicyFields definition={definition} policies={policies} onChange={change} />
          <SlaFields definition={definition} onChange={change} />
          <CacheFields definition={definition} onChange={change} />
        </FormScope>
      ) : (
        <YamlEditor
          key={form.epoch}
          initial={yaml.text}
          isLocked={isLocked}
          problems={yaml.problems}
          onRead={(read, problems) => {
            yaml.setProblems(problems);
            if (read) change(read);
          }}
        />
      )}
    </>
  );
}

/** Whether the route is edited as text, from when on the form's fields are made of what the text says. */
function useYaml(definition: RouteDefinitionInput, nameOf: (target: ModelTarget) => string) {
  const [text, setText] = useState<string | null>(null);
  const [problems, setProblems] = useState<readonly YamlProblem[]>([]);
  const show = async (isYaml: boolean) => setText(isYaml ? await asYaml(definition, nameOf) : null);
  return { text, problems, setProblems, show };
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
