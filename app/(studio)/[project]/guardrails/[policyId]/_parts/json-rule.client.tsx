"use client";

import { FieldAt } from "#components/form/form-scope.client";
import type { JsonRule } from "#schema/guardrails";
import { Card, CardBody, CardHeader } from "#ui/card";
import { NativeSelect } from "#ui/native-select";

type JsonRuleFieldsProps = { rule: JsonRule | undefined; onChange: (rule: JsonRule | undefined) => void };

/** What happens with an answer that should be JSON of a schema and is not. */
export function JsonRuleFields({ rule, onChange }: JsonRuleFieldsProps) {
  return (
    <Card>
      <CardHeader
        title="Answers that should be JSON"
        note="Quotes, commas, brackets, comments and fences are mended where the answer then is of the schema that the call asked for. Such an answer is not streamed: it leaves when it is whole."
      />
      <CardBody className="grid grid-cols-2 gap-4 max-sm:grid-cols-1">
        <FieldAt label="When it cannot be read" path="json.action">
          <NativeSelect
            value={rule?.action ?? "off"}
            onChange={(event) =>
              onChange(event.target.value === "repair" ? { action: "repair", otherwise: "pass" } : undefined)
            }
          >
            <option value="off">leave alone</option>
            <option value="repair">repair it</option>
          </NativeSelect>
        </FieldAt>
        {rule ? (
          <FieldAt label="When that cannot be done" path="json.otherwise">
            <NativeSelect
              value={rule.otherwise}
              onChange={(event) =>
                onChange({ ...rule, otherwise: event.target.value === "block" ? "block" : "pass" })
              }
            >
              <option value="pass">let it pass, and note that</option>
              <option value="block">refuse the call</option>
            </NativeSelect>
          </FieldAt>
        ) : null}
      </CardBody>
    </Card>
  );
}
