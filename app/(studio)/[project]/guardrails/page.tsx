import { Plus } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { currentContext } from "#app/_context";
import { TryPolicy } from "#components/guardrails/try-policy.client";
import { policyWords } from "#components/guardrails/labels";
import { Page, PageHeader, TopBar } from "#components/shell/page-header";
import { ensureDefaultPolicy, listPolicies } from "#lib/guardrails";
import { policyPresets } from "#client/guardrails";
import { may } from "#lib/identity";
import { newPolicyAddress } from "#platform/list-address";
import { paths } from "#platform/paths";
import type { Policy } from "#schema/guardrails";
import { PermissionNote } from "#states/no-permission";
import { Button } from "#ui/button";
import { Card, CardBody, CardHeader } from "#ui/card";
import { RelativeTime } from "#ui/relative-time";
import { type Column, Table } from "#ui/table";
import { testPolicyAction } from "./actions.ts";
import { Hits } from "./_parts/hits.tsx";
import { PolicySwitch } from "./_parts/policy-switch.client.tsx";

export const metadata: Metadata = { title: "Guardrails" };

type GuardrailsPageProps = { params: Promise<{ project: string }> };

/** The project's policies and a place to try them. */
export default async function GuardrailsPage({ params }: GuardrailsPageProps) {
  const { project } = await params;
  const ctx = await currentContext(project);
  await ensureDefaultPolicy(ctx);
  const policies = await listPolicies(ctx);
  const mayUpdate = may(ctx, "policy.update");
  return (
    <>
      <TopBar
        crumbs={[{ label: "Guardrails" }]}
        actions={
          mayUpdate ? (
            <Button asChild variant="primary">
              <Link href={paths.policy(project, "new")}>
                <Plus aria-hidden="true" />
                New policy
              </Link>
            </Button>
          ) : null
        }
      />
      <Page>
        <PageHeader
          title="Guardrails"
          note="Policies look at every text on its way to a model, on its way back, and before anything is stored. They apply in this order."
        />
        {mayUpdate ? null : (
          <PermissionNote>An owner or admin changes policies; you can read and try them.</PermissionNote>
        )}
        <Card>
          <PolicyTable project={project} policies={policies} mayUpdate={mayUpdate} />
        </Card>
        {mayUpdate ? <Presets project={project} /> : null}
        <TryPolicy project={project} testAction={testPolicyAction} note="under all policies that are on" />
        {may(ctx, "generation.read") ? <Hits ctx={ctx} /> : null}
      </Page>
    </>
  );
}

/** Policies to begin with. */
function Presets({ project }: { project: string }) {
  return (
    <Card>
      <CardHeader title="Presets" note="Rules to begin with, each with what it covers and what it cannot" />
      <CardBody className="grid grid-cols-3 gap-4 max-md:grid-cols-1">
        {policyPresets.map(({ key, name, about }) => (
          <div key={key}>
            <Link
              className="font-medium text-accent hover:underline"
              href={newPolicyAddress.href(paths.policy(project, "new"), { preset: key })}
            >
              {name}
            </Link>
            <p className="text-text-2">{about}</p>
          </div>
        ))}
      </CardBody>
    </Card>
  );
}

function PolicyTable({
  project,
  policies,
  mayUpdate,
}: {
  project: string;
  policies: Policy[];
  mayUpdate: boolean;
}) {
  return (
    <Table
      label="Policies"
      columns={columns(project, mayUpdate)}
      rows={policies}
      rowKey={({ id }) => id}
      rowHref={({ id }) => paths.policy(project, id)}
      isWhole
    />
  );
}

/** In the order they apply, so that no head offers another one. */
function columns(project: string, mayUpdate: boolean): Column<Policy>[] {
  return [
    { key: "policy", head: "Policy", cell: ({ name }) => name },
    {
      key: "does",
      head: "What it does",
      className: "max-w-160 text-text-2",
      cell: ({ version }) => policyWords(version.rules),
    },
    {
      key: "version",
      head: "Version",
      numeric: true,
      mobile: "hide",
      cell: ({ version }) => `v${version.number}`,
    },
    {
      key: "changed",
      head: "Last change",
      className: "whitespace-nowrap text-text-2",
      cell: ({ version }) => (
        <>
          {version.createdByName} · <RelativeTime value={version.createdAt} />
        </>
      ),
    },
    {
      key: "on",
      head: "On",
      mobile: "aside",
      className: "relative z-1",
      cell: ({ id, name, isEnabled }) => (
        <PolicySwitch
          project={project}
          policyId={id}
          name={name}
          isEnabled={isEnabled}
          isLocked={!mayUpdate}
        />
      ),
    },
  ];
}
