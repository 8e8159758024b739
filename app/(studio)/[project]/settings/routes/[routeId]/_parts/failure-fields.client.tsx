"use client";

import { useId } from "react";
import { type ErrorClass, errorClasses } from "#constants/models";
import { anyError, breakerDefaults, retryDefaults } from "#constants/routes";
import { FieldAt } from "#components/form/form-scope.client";
import type { RouteDefinitionInput } from "#schema/routes";
import { Card, CardBody, CardHeader } from "#ui/card";
import { Checkbox } from "#ui/checkbox";
import { Label } from "#ui/label";
import { PlainTable, TableBody, TableHead, Td, Th, Tr } from "#ui/plain-table";
import { NumberInput } from "#components/form/number-input.client";
import { Seconds } from "./seconds.client.tsx";
import { withoutAbsent } from "./without-absent.ts";

type Props = { definition: RouteDefinitionInput; onChange: (definition: RouteDefinitionInput) => void };

const rows: Record<ErrorClass, { name: string; again: boolean; only?: string }> = {
  rate_limit: { name: "Rate limit, 429", again: true },
  time_out: { name: "Time-out", again: true, only: "where the provider says so (408, 504)" },
  server_error: { name: "Server error, 5xx", again: true },
  network: { name: "Network", again: true },
  context_length: { name: "Text too long", again: false },
  content_filter: { name: "Content filter", again: false },
  authentication: { name: "Key refused, 401 to 403", again: false },
  invalid_request: { name: "Request refused, other 4xx", again: false },
};

/** What follows a failure of each kind: another try, the next model, or a word to the caller. */
export function FailureFields({ definition, onChange }: Props) {
  const { fallbackOn = [anyError], retries = {} } = definition;
  const attempts = retries.attempts ?? retryDefaults.attempts;
  const named = fallbackOn.includes(anyError) ? [...errorClasses] : fallbackOn;
  const set = (kind: ErrorClass, isNamed: boolean) => {
    const next = errorClasses.filter((one) => (one === kind ? isNamed : named.includes(one)));
    onChange({ ...definition, fallbackOn: next.length === errorClasses.length ? [anyError] : next });
  };
  return (
    <Card>
      <CardHeader
        title="When a model fails"
        note="until the first token has left; after it the stream ends with the error"
      />
      <PlainTable label="What follows a failure" keepColumns>
        <TableHead>
          <Th>Kind of failure</Th>
          <Th>Same model again</Th>
          <Th>Next model</Th>
        </TableHead>
        <TableBody>
          {errorClasses.map((kind) => (
            <Tr key={kind}>
              <Td>{rows[kind].name}</Td>
              <Td className="text-text-2">{againWords(rows[kind], attempts)}</Td>
              <Td>
                <Checkbox
                  aria-label={`Next model after: ${rows[kind].name}`}
                  checked={named.includes(kind)}
                  onCheckedChange={(isNamed) => set(kind, isNamed === true)}
                />
              </Td>
            </Tr>
          ))}
        </TableBody>
      </PlainTable>
      <BreakerFields definition={definition} onChange={onChange} />
    </Card>
  );
}

function againWords({ again, only }: (typeof rows)[ErrorClass], attempts: number): string {
  if (!again || attempts < 2) return "no";
  const times = attempts === 2 ? "once" : `up to ${attempts - 1} times`;
  return only ? `${times}, ${only}` : times;
}

function BreakerFields({ definition, onChange }: Props) {
  const id = useId();
  const { breaker, ...rest } = definition;
  const set = (change: NonNullable<typeof breaker>) =>
    onChange({ ...rest, breaker: withoutAbsent({ ...breaker, ...change }) });
  const orDefault = { ...breakerDefaults, ...withoutAbsent(breaker ?? {}) };
  const share = breaker?.failureShare ?? breakerDefaults.failureShare;
  return (
    <CardBody className="flex flex-col gap-3 border-t border-line">
      <div className="flex items-center gap-2">
        <Checkbox
          id={id}
          checked={breaker !== undefined}
          onCheckedChange={(isOn) => onChange(isOn === true ? { ...rest, breaker: {} } : rest)}
        />
        <Label htmlFor={id}>Leave a model alone for a while when it fails too often</Label>
      </div>
      {breaker ? (
        <div className="grid grid-cols-5 gap-3 max-lg:grid-cols-2">
          <FieldAt label="Opens at" hint="% of tries failed" path="breaker.failureShare">
            <NumberInput
              step="any"
              value={Math.round(share * 1_000) / 10}
              onValue={(percent) => set({ failureShare: percent === undefined ? undefined : percent / 100 })}
            />
          </FieldAt>
          <FieldAt label="Of at least" hint="tries" path="breaker.minimumCalls">
            <NumberInput value={orDefault.minimumCalls} onValue={(minimumCalls) => set({ minimumCalls })} />
          </FieldAt>
          <FieldAt label="In the last" hint="s" path="breaker.windowMs">
            <Seconds value={orDefault.windowMs} onMs={(windowMs) => set({ windowMs })} />
          </FieldAt>
          <FieldAt label="Rests" hint="s, then one call tries it" path="breaker.coolDownMs">
            <Seconds value={orDefault.coolDownMs} onMs={(coolDownMs) => set({ coolDownMs })} />
          </FieldAt>
          <FieldAt label="Closes after" hint="good answers" path="breaker.closesAfter">
            <NumberInput value={orDefault.closesAfter} onValue={(closesAfter) => set({ closesAfter })} />
          </FieldAt>
        </div>
      ) : null}
    </CardBody>
  );
}
