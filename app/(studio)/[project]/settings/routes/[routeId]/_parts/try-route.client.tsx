"use client";

import Link from "next/link";
import { useState } from "react";
import { useStudioAction } from "#components/form/use-studio-action.client";
import { formatDuration, formatMoney } from "#platform/format";
import { paths } from "#platform/paths";
import { Button } from "#ui/button";
import { Field } from "#ui/field";
import { Textarea } from "#ui/textarea";
import { tryRouteAction } from "../../actions.ts";

type TryRouteProps = {
  project: string;
  reference: string;
  metadata: Record<string, unknown>;
  endUser: string;
};

/** One true call of a stored version: it is sent, recorded and billed. */
export function TryRoute({ project, reference, metadata, endUser }: TryRouteProps) {
  const [text, setText] = useState("Say hello.");
  const { runAsync, isPending } = useStudioAction(tryRouteAction);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const send = async () => {
    const asked = { ...metadata, ...(endUser ? { user: endUser } : {}) };
    const { data } = await runAsync({ project, reference, text, metadata: asked });
    setAnswer(data);
  };
  return (
    <div className="flex flex-col gap-3 border-t border-line p-3.5">
      <Field
        label="Send for real"
        hint={`Asks ${reference} as it is stored; recorded and billed as every call.`}
      >
        <Textarea
          rows={2}
          value={text}
          maxLength={20_000}
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
      <div>
        <Button pending={isPending} disabled={text.trim() === ""} onClick={() => void send()}>
          Send
        </Button>
      </div>
      <div aria-live="polite">{answer ? <Answered project={project} answer={answer} /> : null}</div>
    </div>
  );
}

type Answer = NonNullable<Awaited<ReturnType<typeof tryRouteAction>>["data"]>;

function Answered({ project, answer }: { project: string; answer: Answer }) {
  const { id, status, output, refusal, model, connectionName, latencyMs, costUsd, errorMessage } = answer;
  const isGood = status === "succeeded";
  return (
    <div className="flex flex-col gap-1">
      <p className="break-words whitespace-pre-wrap">
        {isGood ? output || refusal || "An empty answer." : errorMessage}
      </p>
      <p className="num text-sm text-text-2">
        {[connectionName, model].filter(Boolean).join("/")} · {formatDuration(latencyMs)} ·{" "}
        {formatMoney(costUsd)} ·{" "}
        <Link className="text-accent underline underline-offset-2" href={paths.generation(project, id)}>
          every try
        </Link>
      </p>
    </div>
  );
}
