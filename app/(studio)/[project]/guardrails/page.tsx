import { Plus } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { currentContext } from "#app/_context";
import { TryPolicy } from "#components/guardrails/try-policy.client";
import { policyWords } from "#components/guardrails/labels";
import { Page, PageHeader, TopBar } from "#components/shell/page-header";
import { ensureDefaultPolicy, listPolicies } from "#lib/guardrails";
import { may } from "#lib/identity";
import { paths } from "#platform/paths";
import type { Policy } from "#schema/guardrails";
import { PermissionNote } from "#states/no-permission";
import { Button } from "#ui/button";
import { Card } from "#ui/card";
import { RelativeTime } from "#ui/relative-time";
import { RowLink, Table, TableBody, TableHead, Td, Th, Tr } from "#ui/table";
import { testPolicyAction } from "./actions.ts";
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
        <TryPolicy project={project} testAction={testPolicyAction} note="under all policies that are on" />
      </Page>
    </>
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
    <Table label="Policies" keys>
      <TableHead>
        <Th>Policy</Th>
        <Th>What it does</Th>
        <Th numeric>Version</Th>
        <Th>Last change</Th>
        <Th>On</Th>
      </TableHead>
      <TableBody>
        {policies.map(({ id, name, isEnabled, version }) => (
          <Tr key={id}>
            <Td mobile="title">
              <RowLink href={paths.policy(project, id)}>{name}</RowLink>
            </Td>
            <Td className="max-w-160 text-text-2">{policyWords(version.rules)}</Td>
            <Td numeric mobile="hide">
              v{version.number}
            </Td>
            <Td className="whitespace-nowrap text-text-2">
              {version.createdByName} · <RelativeTime value={version.createdAt} />
            </Td>
            <Td mobile="aside" className="relative z-1">
              <PolicySwitch
                project={project}
                policyId={id}
                name={name}
                isEnabled={isEnabled}
                isLocked={!mayUpdate}
              />
            </Td>
          </Tr>
        ))}
      </TableBody>
    </Table>
  );
}
