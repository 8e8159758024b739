"use client";

import { Form, FormField, SubmitButton } from "#components/form/form.client";
import { useActionForm } from "#components/form/use-action-form.client";
import { useStudioAction } from "#components/form/use-studio-action.client";
import { RollbackButton } from "#components/releases/rollback-button.client";
import type { ConditionKind, ConditionStatus, PromotionStatus } from "#schema/releases";
import { PermissionNote } from "#states/no-permission";
import { Button } from "#ui/button";
import { Card, CardBody } from "#ui/card";
import { Textarea } from "#ui/textarea";
import { toastDone } from "#ui/toaster";
import {
  approvePromotionAction,
  completePromotionAction,
  rejectPromotionAction,
  rollbackAction,
} from "../../actions.ts";

export type DecisionRailProps = {
  project: string;
  promotion: {
    id: string;
    promptId: string;
    environment: string;
    from: number | null;
    to: number;
    toVersionId: string;
    status: PromotionStatus;
    kind: "promotion" | "rollback";
    evidenceHash: string | null;
  };
  gate: { status: ConditionStatus; unmet: ConditionKind[] };
  /** What the environment serves now. */
  served: { versionId: string; versionNumber: number; previousNumber: number | null } | null;
  may: { decide: boolean; complete: boolean; rollback: boolean; isRequester: boolean; hasApproved: boolean };
};

/** The decision: approve or reject somebody else's request, promote once the gate is met, go back afterwards. */
export function DecisionRail(props: DecisionRailProps) {
  return (
    <Card>
      <CardBody>{props.promotion.status === "open" ? <Open {...props} /> : <Closed {...props} />}</CardBody>
    </Card>
  );
}

function Open({ project, promotion, gate, may }: DecisionRailProps) {
  const { id: promotionId, environment, from, to } = promotion;
  const complete = useStudioAction(completePromotionAction, () =>
    toastDone(`${environment} serves version ${to}`, "The evidence and its hash are in the audit chain."),
  );
  const isReady = gate.status === "met";
  const decides = may.decide && !may.hasApproved;
  const onlyApproval = gate.unmet.length === 1 && gate.unmet[0] === "approvals";
  return (
    <div className="flex flex-col gap-2">
      {may.complete ? (
        <Button
          variant={isReady || !decides ? "primary" : "default"}
          className="h-8.5 w-full"
          disabled={!isReady}
          pending={complete.isPending}
          onClick={() => complete.run({ project, promotionId })}
        >
          {isReady
            ? `Promote to ${environment}`
            : onlyApproval
              ? "Promote when approved"
              : "Promote when the gate is met"}
        </Button>
      ) : (
        <PermissionNote>Promoting needs an engineer, admin or owner.</PermissionNote>
      )}
      {decides ? <Decide project={project} promotionId={promotionId} to={to} isReady={isReady} /> : null}
      {may.hasApproved ? <p className="text-sm text-good">✓ You approved this.</p> : null}
      {may.isRequester ? (
        <p className="text-sm text-text-2">You asked for this, so another person approves it.</p>
      ) : null}
      <p className="text-sm text-text-2">
        Running clients get v{to} within a second.{" "}
        {from === null ? "It is the first version there." : `One click brings v${from} back.`} Both are
        written to the audit chain with the hash of this evidence.
      </p>
    </div>
  );
}

type PromotionDecision = {
  verdict: "approve" | "reject";
  project: string;
  promotionId: string;
  comment: string;
};

const decide = ({ verdict, ...input }: PromotionDecision) =>
  verdict === "reject" ? rejectPromotionAction(input) : approvePromotionAction(input);
const schema = ({ verdict }: PromotionDecision) =>
  import("#schema/releases").then((room) =>
    verdict === "reject" ? room.RejectPromotionInput : room.DecidePromotionInput,
  );

type DecideProps = { project: string; promotionId: string; to: number; isReady: boolean };

/** Approve or reject, with what the other people should know. */
function Decide({ project, promotionId, to, isReady }: DecideProps) {
  const form = useActionForm({
    action: decide,
    schema,
    values: { comment: "", verdict: "approve" as PromotionDecision["verdict"] },
    input: (values) => ({ project, promotionId, ...values }),
    keep: `${project}/promotions/${promotionId}`,
    onDone: (_decided, { verdict }) =>
      toastDone(verdict === "reject" ? `Promotion of version ${to} rejected` : `Version ${to} approved`),
  });
  const as = (verdict: PromotionDecision["verdict"]) => () => form.fields.setValue("verdict", verdict);
  return (
    <Form
      form={form}
      isSentByKey={false}
      className="gap-2"
      actions={
        <div className="flex gap-2">
          <SubmitButton
            form={form}
            variant={isReady ? "default" : "primary"}
            className="flex-1"
            onClick={as("approve")}
          >
            Approve
          </SubmitButton>
          <SubmitButton form={form} variant="danger" className="flex-1" onClick={as("reject")}>
            Reject
          </SubmitButton>
        </div>
      }
    >
      <FormField form={form} name="comment" label="Comment" hint="Needed to reject; goes into the audit log.">
        <Textarea rows={2} />
      </FormField>
    </Form>
  );
}

function Closed({ project, promotion, served, may }: DecisionRailProps) {
  const { environment, to, status, kind, evidenceHash } = promotion;
  if (status !== "promoted") {
    return (
      <p className="text-text-2">
        This request was {status}; {environment} kept what it served. A new one can be requested at any time.
      </p>
    );
  }
  const isServed = served?.versionId === promotion.toVersionId;
  return (
    <div className="flex flex-col gap-2">
      <p className="text-text-2">
        {isServed
          ? `${environment} serves v${to}.`
          : served
            ? `${environment} serves v${served.versionNumber} by now.`
            : `${environment} serves nothing now.`}
        {kind === "rollback"
          ? " This was a move back: it needs no evidence, but is in the audit chain all the same."
          : ""}
      </p>
      {isServed && may.rollback && served.previousNumber !== null ? (
        <RollbackButton
          verb={rollbackAction}
          project={project}
          promptId={promotion.promptId}
          environment={environment}
          served={{ versionId: served.versionId, versionNumber: served.versionNumber }}
          previousNumber={served.previousNumber}
          className="w-full"
        />
      ) : null}
      {evidenceHash ? (
        <p className="text-sm text-text-3">
          Evidence <code className="break-all select-all">{evidenceHash}</code>
        </p>
      ) : null}
    </div>
  );
}
