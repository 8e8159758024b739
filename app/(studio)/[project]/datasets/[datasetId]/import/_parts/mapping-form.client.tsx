"use client";

import { type AnyForm, Form, FormField, SubmitButton } from "#components/form/form.client";
import { formatCount, formatNumber } from "#platform/format";
import { columnRoles } from "#constants/datasets";
import type { ColumnMapping, ColumnRole, ImportPreview } from "#schema/datasets";
import { Card, CardBody, CardFooter, CardHeader } from "#ui/card";
import { Input } from "#ui/input";
import { NativeSelect } from "#ui/native-select";
import { SegmentedControl } from "#ui/segmented";
import { PlainTable, TableBody, TableHead, Td, Th, Tr } from "#ui/plain-table";

const roleNames: Record<ColumnRole, string> = {
  input: "input",
  reference: "reference",
  metadata: "metadata",
  ignore: "leave out",
};
const delimiterNames: Record<string, string> = {
  ",": "commas",
  ";": "semicolons",
  "\t": "tabs",
  "|": "bars",
};

type MappingFormProps = {
  form: AnyForm<ImportChoice>;
  preview: ImportPreview;
  latest: { number: number; exampleCount: number } | null;
};

/** What was found in the file, what each column becomes, and the button that imports it. */
export function MappingForm({ form, preview, latest }: MappingFormProps) {
  const choice = form.fields.watch();
  const change = (at: number, entry: ColumnMapping) => form.change("mapping", choice.mapping.with(at, entry));
  const hasInput = choice.mapping.some(({ role }) => role === "input");
  const good = preview.totalRows - preview.errorCount;
  const next = (latest?.number ?? 0) + 1;
  return (
    <Card>
      <Form
        form={form}
        isSentByKey={false}
        className="gap-0"
        errorClassName="m-3.5"
        actions={
          <CardFooter>
            <span className="min-w-0 flex-1">{nextStep(preview, hasInput)}</span>
            <SubmitButton form={form} disabled={!hasInput || preview.errorCount > 0 || good === 0}>
              {form.isPending
                ? "Importing…"
                : preview.errorCount > 0
                  ? "Import"
                  : `Import ${formatCount(good, "row")} as version ${next}`}
            </SubmitButton>
          </CardFooter>
        }
      >
        <CardHeader title="Columns" note={foundWords(preview)} />
        <PlainTable label="What each column becomes">
          <TableHead>
            <Th>Column</Th>
            <Th>Becomes</Th>
            <Th>Called</Th>
            <Th>First rows</Th>
          </TableHead>
          <TableBody>
            {choice.mapping.map((entry, at) => (
              <Tr key={entry.column}>
                <Td mobile="title" className="max-w-60 font-mono text-sm break-words">
                  {entry.column}
                </Td>
                <Td mobile="aside" className="w-36">
                  <NativeSelect
                    aria-label={`What ${entry.column} becomes`}
                    value={entry.role}
                    onChange={(event) => change(at, { ...entry, role: asRole(event.target.value) })}
                  >
                    {columnRoles.map((role) => (
                      <option key={role} value={role}>
                        {roleNames[role]}
                      </option>
                    ))}
                  </NativeSelect>
                </Td>
                <Td className="w-52">
                  {entry.role === "input" || entry.role === "metadata" ? (
                    <Input
                      aria-label={`Name of ${entry.column} in the example`}
                      value={entry.as ?? entry.column}
                      onChange={(event) =>
                        change(at, {
                          column: entry.column,
                          role: entry.role,
                          ...(event.target.value.trim() ? { as: event.target.value } : {}),
                        })
                      }
                      className="font-mono text-sm"
                    />
                  ) : (
                    <span className="text-text-3">—</span>
                  )}
                </Td>
                <Td mobile="hide" className="max-w-0 min-w-60">
                  <span className="line-clamp-2 text-sm break-words text-text-2">
                    {sampleOf(preview, entry.column)}
                  </span>
                </Td>
              </Tr>
            ))}
          </TableBody>
        </PlainTable>
        <CardBody className="grid grid-cols-2 gap-4 border-t border-line max-sm:grid-cols-1">
          {latest ? (
            <div className="flex flex-col gap-1">
              <span className="text-sm font-medium">
                What happens to the {formatCount(latest.exampleCount, "example")} there now
              </span>
              <div>
                <SegmentedControl
                  label="What happens to the examples there now"
                  value={choice.mode}
                  onValueChange={(mode) => form.change("mode", mode === "replace" ? "replace" : "append")}
                  items={[
                    { value: "append", label: "Keep, add these" },
                    { value: "replace", label: "Replace by these" },
                  ]}
                />
              </div>
              <span className="text-sm text-text-2">Version {latest.number} stays as it is either way.</span>
            </div>
          ) : null}
          <FormField form={form} name="message" label="Message" hint="Shown in the history.">
            <Input maxLength={500} placeholder="Where the file came from" />
          </FormField>
        </CardBody>
      </Form>
    </Card>
  );
}

function nextStep({ errorCount }: ImportPreview, hasInput: boolean): string {
  if (errorCount > 0) return "An import is all or nothing: mend the lines above first.";
  if (!hasInput) return "Make at least one column an input.";
  return "Rows that say the same are kept once. Personal data is redacted as the project's policies say.";
}

function foundWords({ format, delimiter, totalRows, columns }: ImportPreview): string {
  const cut = format === "csv" ? `CSV, cut at ${delimiterNames[delimiter ?? ","] ?? "commas"}` : "JSONL";
  return `${cut}: ${formatNumber(totalRows)} rows, ${formatCount(columns.length, "column")}`;
}

function sampleOf(preview: ImportPreview, column: string): string {
  const samples = preview.rows.map(({ cells }) => cells[column] ?? "").filter((cell) => cell.trim() !== "");
  return samples.length === 0
    ? "empty"
    : samples
        .slice(0, 3)
        .map((cell) => (cell.length > 120 ? `${cell.slice(0, 120)}…` : cell))
        .join(" · ");
}

const asRole = (value: string): ColumnRole => columnRoles.find((role) => role === value) ?? "ignore";

export type ImportChoice = { mapping: ColumnMapping[]; mode: "append" | "replace"; message: string };
