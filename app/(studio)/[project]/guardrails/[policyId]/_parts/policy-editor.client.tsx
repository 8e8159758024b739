"use client";

import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { FormScope } from "#components/form/form-scope.client";
import { Form, FormField, SubmitButton } from "#components/form/form.client";
import { useActionForm } from "#components/form/use-action-form.client";
import { PresetList } from "#components/guardrails/preset-list";
import { TryPolicy } from "#components/guardrails/try-policy.client";
import { type Crumb, Page, PageHeader, TopBar } from "#components/shell/page-header";
import { paths } from "#platform/paths";
import type { Policy, PolicyRules } from "#schema/guardrails";
import type { ModelChoice } from "#schema/models";
import { PermissionNote } from "#states/no-permission";
import { Card, CardBody, CardHeader } from "#ui/card";
import { Chip } from "#ui/chip";
import { Input } from "#ui/input";
import { toastDone } from "#ui/toaster";
import { savePolicyAction, testPolicyAction } from "../../actions.ts";
import { BlocklistRules, PatternRules } from "./match-rules.client.tsx";
import { PiiMatrix } from "./pii-matrix.client.tsx";
import { RulesByMeaning } from "./rules-by-meaning.client.tsx";

const schema = () => import("#schema/guardrails").then((room) => room.SavePolicyInput);

type PolicyEditorProps = {
  project: string;
  /** Null for a new policy. */
  policy: Policy | null;
  /** The rules shown: of the current version, or of an older one to be looked at or saved again. */
  rules: PolicyRules;
  shownVersion: number | null;
  /** Review queues that take tasks. */
  queues: readonly { id: string; name: string }[];
  /** Those that a rule may ask. */
  models: readonly ModelChoice[];
  /** The name that a new policy begins with. */
  proposedName?: string | undefined;
  isLocked: boolean;
  crumbs: Crumb[];
  summary?: string;
  history?: ReactNode;
  /** What it found lately. */
  hits?: ReactNode;
};

/** The rules of a policy, to change and to try before they are saved as the next version. */
export function PolicyEditor({
  project,
  policy,
  rules: given,
  shownVersion,
  queues,
  models,
  proposedName = "",
  isLocked,
  crumbs,
  summary,
  history,
  hits,
}: PolicyEditorProps) {
  const router = useRouter();
  const current = policy?.version.number ?? 0;
  const isOld = shownVersion !== null && shownVersion !== current;
  const form = useActionForm({
    action: savePolicyAction,
    schema,
    values: { name: policy?.name ?? proposedName, message: "", rules: given },
    input: (typed) => ({
      project,
      ...typed,
      ...(policy ? { policyId: policy.id, expectedVersion: current } : {}),
    }),
    keep: isLocked
      ? undefined
      : `${project}/guardrails/${policy ? `${policy.id}@${shownVersion}` : `new${given.preset ?? ""}`}`,
    onDone: (saved) => {
      toastDone(`Version ${saved.version.number} holds from the next call on`);
      form.fields.resetField("message", { defaultValue: "" });
      router.replace(paths.policy(project, saved.id));
    },
  });
  const rules = form.fields.watch("rules");
  const change = (next: PolicyRules) => form.change("rules", next);
  return (
    <>
      <TopBar
        crumbs={crumbs}
        actions={isLocked ? null : <SubmitButton form={form}>Save as version {current + 1}</SubmitButton>}
      />
      <Page>
        <PageHeader
          title={policy ? policy.name : "New policy"}
          chips={
            policy ? (
              <>
                <Chip tone={isOld ? "warn" : "accent"}>
                  {isOld ? `v${shownVersion}, not in force` : `v${current}`}
                </Chip>
                <Chip tone={policy.isEnabled ? "good" : "neutral"} sign={policy.isEnabled ? true : undefined}>
                  {policy.isEnabled ? "on" : "off"}
                </Chip>
              </>
            ) : null
          }
          note={summary}
        />
        {isLocked ? (
          <PermissionNote>An owner or admin changes policies; you can read and try them.</PermissionNote>
        ) : null}
        <Form form={form} isSentByKey={false}>
          <div className="grid grid-cols-[minmax(0,1fr)_280px] items-start gap-4 max-md:grid-cols-1">
            <fieldset disabled={isLocked} className="flex min-w-0 flex-col gap-4">
              <Card>
                <CardHeader title="Policy" />
                <CardBody className="grid grid-cols-2 gap-4 max-sm:grid-cols-1">
                  <FormField form={form} name="name" label="Name" required>
                    <Input maxLength={80} />
                  </FormField>
                  <FormField
                    form={form}
                    name="message"
                    label="Message"
                    hint="Why it changes; kept in the history."
                  >
                    <Input maxLength={500} />
                  </FormField>
                </CardBody>
              </Card>
              <PiiMatrix rules={rules} onChange={change} isLocked={isLocked} />
              <FormScope form={form} path="rules">
                <BlocklistRules
                  rules={rules.blocklist}
                  onChange={(blocklist) => change({ ...rules, blocklist })}
                />
                <PatternRules
                  rules={rules.patterns}
                  onChange={(patterns) => change({ ...rules, patterns })}
                />
                <RulesByMeaning rules={rules} queues={queues} models={models} onChange={change} />
              </FormScope>
            </fieldset>
            <div className="flex min-w-0 flex-col gap-4">
              {rules.preset ? <PresetList preset={rules.preset} /> : null}
              {history}
            </div>
          </div>
        </Form>
        <TryPolicy project={project} testAction={testPolicyAction} rules={rules} note={triedBy(rules)} />
        {hits}
      </Page>
    </>
  );
}

/** What the box to try a text in does not do. */
function triedBy({ topics, injection }: PolicyRules): string {
  const what = "under the rules above, saved or not";
  return topics || injection?.model ? `${what}, but for topics and the model` : what;
}
