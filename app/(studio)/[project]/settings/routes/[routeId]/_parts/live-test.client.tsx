"use client";

import { useState } from "react";
import { useStudioAction } from "#components/form/use-studio-action.client";
import { type ErrorClass, errorClasses } from "#constants/models";
import { failureWords } from "#constants/routes";
import { formatDuration, formatMoney } from "#platform/format";
import type { RouteDefinitionInput, RouteExplanation } from "#schema/routes";
import { Button } from "#ui/button";
import { Card, CardBody, CardHeader } from "#ui/card";
import { Field } from "#ui/field";
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

/** What the route on the screen would do with a call, without making it; and one true call of the stored version. */
export function LiveTest({ project, routeId, reference, definition }: LiveTestProps) {
  const [endUser, setEndUser] = useState("");
  const [metadata, setMetadata] = useState('{ "plan": "paid" }');
  const [fault, setFault] = useState<ErrorClass | "">("");
  const [seed, setSeed] = useState(1);
  const [shown, setShown] = useState<RouteExplanation | null>(null);
  const { run, isPending } = useStudioAction(explainRouteAction, setShown);
  const read = readMetadata(metadata);
  const explain = (drawn: number) => {
    if (read === null) return;
    setSeed(drawn);
    run({
      project,
      definition,
      metadata: read,
      seed: drawn,
      ...(routeId ? { routeId } : {}),
      ...(endUser.trim() ? { endUser: endUser.trim() } : {}),
      ...(fault ? { fault } : {}),
    });
  };
  return (
    <Card>
      <CardHeader title="Live test" note="nothing is sent" />
      <CardBody className="flex flex-col gap-3">
        <Field label="Metadata of the call" error={read === null ? "Write a JSON object." : undefined}>
          <Textarea
            rows={2}
            className="font-mono text-sm"
            value={metadata}
            onChange={(event) => setMetadata(event.target.value)}
          />
        </Field>
        <Field label="End user">
          <Input value={endUser} maxLength={500} onChange={(event) => setEndUser(event.target.value)} />
        </Field>
        <Field label="The first model fails with">
          <NativeSelect
            value={fault}
            onChange={(event) => setFault(errorClasses.find((kind) => kind === event.target.value) ?? "")}
          >
            <option value="">nothing</option>
            {errorClasses.map((kind) => (
              <option key={kind} value={kind}>
                {failureWords[kind]}
              </option>
            ))}
          </NativeSelect>
        </Field>
        <div className="flex flex-wrap gap-2">
          <Button
            variant="primary"
            pending={isPending}
            disabled={read === null}
            onClick={() => explain(seed)}
          >
            See what happens
          </Button>
          {shown ? (
            <Button disabled={read === null || isPending} onClick={() => explain(seed + 1)}>
              Draw again
            </Button>
          ) : null}
        </div>
      </CardBody>
      <div aria-live="polite">{shown ? <Explained explanation={shown} /> : null}</div>
      {reference ? (
        <TryRoute project={project} reference={reference} metadata={read ?? {}} endUser={endUser.trim()} />
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
