"use client";

import { FieldAt } from "#components/form/form-scope.client";
import { queueDefaultMs, retryDefaults } from "#constants/routes";
import type { RouteDefinitionInput } from "#schema/routes";
import { Card, CardBody, CardHeader } from "#ui/card";
import { NumberInput } from "#components/form/number-input.client";
import { Seconds } from "./seconds.client.tsx";
import { withoutAbsent } from "./without-absent.ts";

type LimitFieldsProps = {
  definition: RouteDefinitionInput;
  onChange: (definition: RouteDefinitionInput) => void;
};

/** Retries, time-outs and limits; what is empty is left to the defaults. Times are shown in seconds. */
export function LimitFields({ definition, onChange }: LimitFieldsProps) {
  const { retries = {}, limits = {} } = definition;
  const setRetries = (change: typeof retries) =>
    onChange({ ...definition, retries: withoutAbsent({ ...retries, ...change }) });
  const setLimits = (change: typeof limits) =>
    onChange({ ...definition, limits: withoutAbsent({ ...limits, ...change }) });
  const set = (change: Pick<RouteDefinitionInput, "timeoutMs" | "firstTokenTimeoutMs" | "idleTimeoutMs">) =>
    onChange(withoutAbsent({ ...definition, ...change }));
  return (
    <Card>
      <CardHeader title="Retries, time-outs and limits" />
      <CardBody className="grid grid-cols-4 gap-3 max-lg:grid-cols-2">
        <FieldAt label="Tries" hint="of each model, at most" path="retries.attempts">
          <NumberInput
            value={retries.attempts ?? retryDefaults.attempts}
            onValue={(attempts) => setRetries({ attempts })}
          />
        </FieldAt>
        <FieldAt label="First wait" hint="s, doubled each time" path="retries.baseMs">
          <Seconds value={retries.baseMs ?? retryDefaults.baseMs} onMs={(baseMs) => setRetries({ baseMs })} />
        </FieldAt>
        <FieldAt label="Longest wait" hint="s" path="retries.maxBackoffMs">
          <Seconds
            value={retries.maxBackoffMs ?? retryDefaults.maxBackoffMs}
            onMs={(maxBackoffMs) => setRetries({ maxBackoffMs })}
          />
        </FieldAt>
        <FieldAt
          label="Longest Retry-After"
          hint="s; beyond it the next model"
          path="retries.maxRetryAfterMs"
        >
          <Seconds
            value={retries.maxRetryAfterMs ?? retryDefaults.maxRetryAfterMs}
            onMs={(maxRetryAfterMs) => setRetries({ maxRetryAfterMs })}
          />
        </FieldAt>
        <FieldAt label="Time-out" hint="s, for the whole call" path="timeoutMs">
          <Seconds value={definition.timeoutMs} onMs={(timeoutMs) => set({ timeoutMs })} />
        </FieldAt>
        <FieldAt label="First token" hint="s, of a stream" path="firstTokenTimeoutMs">
          <Seconds
            value={definition.firstTokenTimeoutMs}
            onMs={(firstTokenTimeoutMs) => set({ firstTokenTimeoutMs })}
          />
        </FieldAt>
        <FieldAt label="Silence" hint="s, within a stream" path="idleTimeoutMs">
          <Seconds value={definition.idleTimeoutMs} onMs={(idleTimeoutMs) => set({ idleTimeoutMs })} />
        </FieldAt>
        <FieldAt label="Most tokens" hint="of an answer" path="limits.maxTokens">
          <NumberInput value={limits.maxTokens} onValue={(maxTokens) => setLimits({ maxTokens })} />
        </FieldAt>
        <FieldAt label="Calls a minute" hint="in each serving process" path="limits.requestsPerMinute">
          <NumberInput
            value={limits.requestsPerMinute}
            onValue={(requestsPerMinute) => setLimits({ requestsPerMinute })}
          />
        </FieldAt>
        <FieldAt label="Wait for a place" hint="s, at a full model; then the next" path="limits.queueMs">
          <Seconds value={limits.queueMs ?? queueDefaultMs} onMs={(queueMs) => setLimits({ queueMs })} />
        </FieldAt>
      </CardBody>
    </Card>
  );
}
