"use client";

import { retryDefaults } from "#constants/routes";
import type { RouteDefinitionInput } from "#schema/routes";
import { Card, CardBody, CardHeader } from "#ui/card";
import { Field } from "#ui/field";
import { NumberInput } from "./number-input.client.tsx";

type LimitFieldsProps = {
  definition: RouteDefinitionInput;
  problems: Record<string, string>;
  onChange: (definition: RouteDefinitionInput) => void;
};

/** Retries, time-outs and limits; what is empty is left to the defaults. Times are shown in seconds. */
export function LimitFields({ definition, problems, onChange }: LimitFieldsProps) {
  const { retries = {}, limits = {} } = definition;
  const setRetries = (change: typeof retries) =>
    onChange({ ...definition, retries: withoutAbsent({ ...retries, ...change }) });
  const setLimits = (change: typeof limits) =>
    onChange({ ...definition, limits: withoutAbsent({ ...limits, ...change }) });
  const set = (change: Pick<RouteDefinitionInput, "timeoutMs" | "firstTokenTimeoutMs">) =>
    onChange(withoutAbsent({ ...definition, ...change }));
  return (
    <Card>
      <CardHeader title="Retries, time-outs and limits" />
      <CardBody className="grid grid-cols-4 gap-3 max-lg:grid-cols-2">
        <Field label="Tries" hint="of each model, at most" error={problems["retries.attempts"]}>
          <NumberInput
            value={retries.attempts ?? retryDefaults.attempts}
            onValue={(attempts) => setRetries({ attempts })}
          />
        </Field>
        <Field label="First wait" hint="s, doubled each time" error={problems["retries.baseMs"]}>
          <Seconds value={retries.baseMs ?? retryDefaults.baseMs} onMs={(baseMs) => setRetries({ baseMs })} />
        </Field>
        <Field label="Longest wait" hint="s" error={problems["retries.maxBackoffMs"]}>
          <Seconds
            value={retries.maxBackoffMs ?? retryDefaults.maxBackoffMs}
            onMs={(maxBackoffMs) => setRetries({ maxBackoffMs })}
          />
        </Field>
        <Field
          label="Longest Retry-After"
          hint="s; beyond it the next model"
          error={problems["retries.maxRetryAfterMs"]}
        >
          <Seconds
            value={retries.maxRetryAfterMs ?? retryDefaults.maxRetryAfterMs}
            onMs={(maxRetryAfterMs) => setRetries({ maxRetryAfterMs })}
          />
        </Field>
        <Field label="Time-out" hint="s, for the whole call" error={problems["timeoutMs"]}>
          <Seconds value={definition.timeoutMs} onMs={(timeoutMs) => set({ timeoutMs })} />
        </Field>
        <Field label="First token" hint="s, of a stream" error={problems["firstTokenTimeoutMs"]}>
          <Seconds
            value={definition.firstTokenTimeoutMs}
            onMs={(firstTokenTimeoutMs) => set({ firstTokenTimeoutMs })}
          />
        </Field>
        <Field label="Most tokens" hint="of an answer" error={problems["limits.maxTokens"]}>
          <NumberInput value={limits.maxTokens} onValue={(maxTokens) => setLimits({ maxTokens })} />
        </Field>
        <Field
          label="Calls a minute"
          hint="in each serving process"
          error={problems["limits.requestsPerMinute"]}
        >
          <NumberInput
            value={limits.requestsPerMinute}
            onValue={(requestsPerMinute) => setLimits({ requestsPerMinute })}
          />
        </Field>
      </CardBody>
    </Card>
  );
}

function Seconds({
  value,
  onMs,
  ...props
}: {
  value: number | undefined;
  onMs: (ms: number | undefined) => void;
}) {
  return (
    <NumberInput
      {...props}
      step="any"
      value={value === undefined ? undefined : value / 1_000}
      onValue={(seconds) => onMs(seconds === undefined ? undefined : Math.round(seconds * 1_000))}
    />
  );
}

/** A member that holds undefined would count as a change. */
function withoutAbsent<Value extends object>(value: Value): Value {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Value;
}
