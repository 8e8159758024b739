"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { TryPolicy } from "#components/guardrails/try-policy.client";
import { type Crumb, Page, PageHeader, TopBar } from "#components/shell/page-header";
import { useStudioAction } from "#components/form/use-studio-action.client";
import { paths } from "#platform/paths";
import type { Policy, PolicyRules } from "#schema/guardrails";
import { InlineError } from "#states/error-state";
import { PermissionNote } from "#states/no-permission";
import { Button } from "#ui/button";
import { Card, CardBody, CardHeader } from "#ui/card";
import { Chip } from "#ui/chip";
import { Field } from "#ui/field";
import { Input } from "#ui/input";
import { toastDone } from "#ui/toaster";
import { savePolicyAction, testPolicyAction } from "../../actions.ts";
import { BlocklistRules, PatternRules } from "./match-rules.client.tsx";
import { PiiMatrix } from "./pii-matrix.client.tsx";

type PolicyEditorProps = {
  project: string;
  /** Null for a new policy. */
  policy: Policy | null;
  /** The rules shown: of the current version, or of an older one to be looked at or saved again. */
  rules: PolicyRules;
  shownVersion: number | null;
  isLocked: boolean;
  crumbs: Crumb[];
  summary?: string;
  history?: ReactNode;
};

/** The rules of a policy, to change and to try before they are saved as the next version. */
export function PolicyEditor({
  project,
  policy,
  rules: given,
  shownVersion,
  isLocked,
  crumbs,
  summary,
  history,
}: PolicyEditorProps) {
  const router = useRouter();
  const [name, setName] = useState(policy?.name ?? "");
  const [rules, setRules] = useState(given);
  const [message, setMessage] = useState("");
  const [issues, setIssues] = useState<Record<string, string>>({});
  const { run, isPending, failure, clearFailure } = useStudioAction(savePolicyAction, (saved: Policy) => {
    toastDone(`Version ${saved.version.number} holds from the next call on`);
    setMessage("");
    router.replace(paths.policy(project, saved.id));
  });
  const change = (next: PolicyRules) => {
    setRules(next);
    setIssues({});
    clearFailure();
  };
  const current = policy?.version.number ?? 0;
  const isOld = shownVersion !== null && shownVersion !== current;
  const save = async () => {
    const found = await issuesOf(rules);
    setIssues(found);
    if (Object.keys(found).length === 0)
      run({
        project,
        name,
        rules,
        message,
        ...(policy ? { policyId: policy.id, expectedVersion: current } : {}),
      });
  };
  const problems = { ...issues, ...serverIssues(failure?.details) };
  return (
    <>
      <TopBar
        crumbs={crumbs}
        actions={
          isLocked ? null : (
            <Button variant="primary" pending={isPending} onClick={() => void save()}>
              Save as version {current + 1}
            </Button>
          )
        }
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
        {failure ? <InlineError>{failure.message}</InlineError> : null}
        {Object.keys(issues).length > 0 ? (
          <InlineError>Not saved yet: {[...new Set(Object.values(issues))].join(" ")}</InlineError>
        ) : null}
        <div className="grid grid-cols-[minmax(0,1fr)_280px] items-start gap-4 max-md:grid-cols-1">
          <fieldset disabled={isLocked} className="flex min-w-0 flex-col gap-4">
            <Card>
              <CardHeader title="Policy" />
              <CardBody className="grid grid-cols-2 gap-4 max-sm:grid-cols-1">
                <Field label="Name" required error={failure?.fields["name"] ?? problems["name"]}>
                  <Input value={name} maxLength={80} onChange={(event) => setName(event.target.value)} />
                </Field>
                <Field label="Message" hint="Why it changes; kept in the history.">
                  <Input
                    value={message}
                    maxLength={500}
                    onChange={(event) => setMessage(event.target.value)}
                  />
                </Field>
              </CardBody>
            </Card>
            <PiiMatrix rules={rules} onChange={change} isLocked={isLocked} />
            <BlocklistRules
              rules={rules.blocklist}
              problems={problems}
              onChange={(blocklist) => change({ ...rules, blocklist })}
            />
            <PatternRules
              rules={rules.patterns}
              problems={problems}
              onChange={(patterns) => change({ ...rules, patterns })}
            />
          </fieldset>
          {history}
        </div>
        <TryPolicy
          project={project}
          testAction={testPolicyAction}
          rules={rules}
          note="under the rules above, saved or not"
        />
      </Page>
    </>
  );
}

/** What is wrong by its path in the rules: "patterns.0.name". */
async function issuesOf(rules: PolicyRules): Promise<Record<string, string>> {
  // zod comes when it is needed: the page is read more often than it is changed.
  const schema = await import("#schema/guardrails");
  const parsed = schema.PolicyRules.safeParse(rules);
  return parsed.success
    ? {}
    : Object.fromEntries(parsed.error.issues.map(({ path, message }) => [path.join("."), message]));
}

/** The server alone can compile a pattern; its issues name the same paths under "rules". */
function serverIssues(details: unknown): Record<string, string> {
  if (
    typeof details !== "object" ||
    details === null ||
    !("issues" in details) ||
    !Array.isArray(details.issues)
  )
    return {};
  const issues = details.issues as { path?: unknown; message?: unknown }[];
  return Object.fromEntries(
    issues.map(({ path, message }) => [String(path).replace(/^rules\./, ""), String(message)]),
  );
}
