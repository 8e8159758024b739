"use client";

import { useState } from "react";
import { Form, FormField, SubmitButton } from "#components/form/form.client";
import { useActionForm } from "#components/form/use-action-form.client";
import { type ErrorClass, errorClasses } from "#constants/models";
import { failureWords } from "#constants/routes";
import { formatDuration, formatMoney } from "#platform/format";
import type { RouteDefinitionInput, RouteExplanation } from "#schema/routes";
import { Button } from "#ui/button";
import { Card, CardBody, CardHeader } from "#ui/card";
import { Input } from "#ui/input";
import { NativeSelect } from "#ui/native-select";
import { Textarea } from "#ui/textarea";
import { explainRouteAction } from "../../actions.ts";
import { TryRoute } from "./try-route.client.tsx";

type LiveTestProps = {
  project: string;
  /** The route whose models' health is looked at; null for a new one. */
  routeId: string | null;
  /** The stored version that a true call asks, as name@version; null where there is none, or it may not be asked. */
  reference: string | null;
  /** As it is edited now. */
  definition: RouteDefinitionInput;
};

const schema = () => import("#schema/routes").then((room) => room.ExplainRouteInput);

/** What the route on the screen would do with a call, without making it; and one true call of the stored version. */
export function LiveTest({ project, routeId, reference, definition }: LiveTestProps) {
  const [shown, setShown] = useState<RouteExplanation | null>(null);
  const form = useActionForm({
    action: explainRouteAction,
    schema,
    values: { endUser: "", metadata: '{ "plan": "paid" }', fault: "" as ErrorClass | "", seed: 1 },
    check: ({ metadata: text }) => (readMetadata(text) === null ? { metadata: "Write a JSON object." } : {}),
    input: ({ endUser, metadata: text, fault, seed }) => ({
      project,
      definition,
      metadata: readMetadata(text) ?? {},
      seed,
      ...(routeId ? { routeId } : {}),
      ...(endUser.trim() ? { endUser: endUser.trim() } : {}),
      ...(fault ? { fault } : {}),
    }),
    onDone: setShown,
  });
  const [metadata, endUser] = form.fields.watch(["metadata", "endUser"]);
  return (
    <Card>
      <CardHeader title="Live test" note="nothing is sent" />
      <CardBody>
        <Form form={form} aria-label="Live test">
          <FormField form={form} name="metadata" label="Metadata of the call">
            <Textarea rows={2} className="font-mono text-sm" />
          </FormField>
          <FormField form={form} name="endUser" label="End user">
            <Input maxLength={500} />
          </FormField>
          <FormField form={form} name="fault" label="The first model fails with">
            <NativeSelect>
              <option value="">nothing</option>
              {errorClasses.map((kind) => (
                <option key={kind} value={kind}>
                  {failureWords[kind]}
                </option>
              ))}
            </NativeSelect>
          </FormField>
          <div className="flex flex-wrap gap-2">
            <SubmitButton form={form}>See what happens</SubmitButton>
            {shown ? (
              <Button
                disabled={form.isPending}
                onClick={() => {
                  form.change("seed", form.fields.getValues("seed") + 1);
                  form.submit();
                }}
              >
                Draw again
              </Button>
            ) : null}
          </div>
        </Form>
      </CardBody>
      <div aria-live="polite">{shown ? <Explained explanation={shown} /> : null}</div>
      {reference ? (
        <TryRoute
          project={project}
          reference={reference}
          metadata={readMetadata(metadata) ?? {}}
          endUser={endUser.trim()}
        />
      ) : null}
    </Card>
  );
}

const signs: Record<RouteExplanation["targets"][number]["role"], { sign: string; className: string }> = {
  answers: { sign: "✓", className: "text-good" },
  fails: { sign: "✕", className: "text-bad" },
  skipped: { sign: "◷", className: "text-warn" },
  "stands by": { sign: "·", className: "text-text-3" },
  "not asked": { sign: "–", className: "text-text-3" },
};

function Explained({ explanation: { outcome, reason, targets } }: { explanation: RouteExplanation }) {
  return (
    <div className="border-t border-line">
      <p className="px-3.5 pt-3 text-lg font-medium break-words">{outcome}</p>
      <p className="px-3.5 pb-2 text-sm text-text-2">First: {reason}.</p>
      <ol>
        {targets.map(({ connectionId, model, label, role, why, costUsd, latencyMs }) => (
          <li key={`${connectionId} ${model}`} className="flex gap-2 border-t border-line px-3.5 py-2">
            <span aria-hidden="true" className={`w-3 shrink-0 text-center ${signs[role].className}`}>
              {signs[role].sign}
            </span>
            <div className="min-w-0 flex-1">
              <p className="font-medium break-words">{label}</p>
              <p className="text-sm text-text-2">
                {role}: {why}
              </p>
            </div>
            <p className="num shrink-0 text-right text-sm text-text-2">
              {costUsd === null ? "no price" : formatMoney(costUsd)}
              {latencyMs === null ? null : (
                <>
                  <br />
                  {formatDuration(latencyMs)}
                </>
              )}
            </p>
          </li>
        ))}
      </ol>
    </div>
  );
}

/** A JSON object, an empty one for an empty text; null for anything else. */
function readMetadata(text: string): Record<string, unknown> | null {
  if (text.trim() === "") return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
