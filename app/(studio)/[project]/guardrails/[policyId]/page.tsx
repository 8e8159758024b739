import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { currentContext } from "#app/_context";
import { orNotFound } from "#app/_not-found";
import { policyWords } from "#components/guardrails/labels";
import { TopBar } from "#components/shell/page-header";
import { VersionList } from "#components/shell/version-list";
import { getPolicy, listPolicyPresets, listPolicyVersions } from "#lib/guardrails";
import { type Context, may } from "#lib/identity";
import { listModels } from "#lib/models";
import { listQueues } from "#lib/review";
import { newPolicyAddress, versionAddress } from "#platform/list-address";
import { paths } from "#platform/paths";
import { type Policy, PolicyRules, type PolicyVersion } from "#schema/guardrails";
import { permissionTable } from "#constants/identity";
import { NoPermission } from "#states/no-permission";
import { Hits } from "../_parts/hits.tsx";
import { PolicyEditor } from "./_parts/policy-editor.client.tsx";

export const metadata: Metadata = { title: "Policy" };

type PolicyPageProps = {
  params: Promise<{ project: string; policyId: string }>;
  searchParams: Promise<SearchParams>;
};

/** A policy's rules to read, change and try, with all versions it ever had. */
export default async function PolicyPage({ params, searchParams }: PolicyPageProps) {
  const { project, policyId } = await params;
  const asked = await searchParams;
  const { version: wanted } = versionAddress.load(asked);
  const ctx = await currentContext(project);
  const queues = may(ctx, "queue.read") ? await listQueues(ctx) : [];
  const models = may(ctx, "generation.read") ? await listModels(ctx) : [];
  const crumbs = (here: string) => [
    { label: "Guardrails", href: paths.guardrails(project) },
    { label: here },
  ];
  if (policyId === "new") {
    const { preset: key } = newPolicyAddress.load(asked);
    const preset = (await listPolicyPresets(ctx)).find((one) => one.key === key);
    return may(ctx, "policy.update") ? (
      <PolicyEditor
        key={key}
        project={project}
        policy={null}
        rules={preset?.rules ?? PolicyRules.parse({})}
        proposedName={preset?.name}
        queues={queues.map(({ id, name }) => ({ id, name }))}
        models={models}
        isLocked={false}
        shownVersion={null}
        crumbs={crumbs("New policy")}
      />
    ) : (
      <>
        <TopBar crumbs={crumbs("New policy")} />
        <NoPermission what="Make a policy" whoCan={permissionTable["policy.update"]} />
      </>
    );
  }
  const { policy, versions } = await readPolicy(ctx, policyId);
  const shown = versions.find(({ number }) => number === wanted) ?? policy.version;
  return (
    <PolicyEditor
      key={shown.number}
      project={project}
      policy={policy}
      rules={shown.rules}
      shownVersion={shown.number}
      queues={queues.map(({ id, name }) => ({ id, name }))}
      models={models}
      isLocked={!may(ctx, "policy.update")}
      crumbs={crumbs(policy.name)}
      hits={may(ctx, "generation.read") ? <Hits ctx={ctx} policyId={policyId} /> : null}
      summary={policyWords(shown.rules)}
      history={
        <VersionList
          versions={versions}
          shown={shown.number}
          hrefOf={(number) =>
            number === policy.version.number
              ? paths.policy(project, policyId)
              : versionAddress.href(paths.policy(project, policyId), { version: number })
          }
        />
      }
    />
  );
}

async function readPolicy(
  ctx: Context,
  policyId: string,
): Promise<{ policy: Policy; versions: PolicyVersion[] }> {
  return {
    policy: await getPolicy(ctx, { policyId }).catch(orNotFound),
    versions: await listPolicyVersions(ctx, { policyId }),
  };
}
