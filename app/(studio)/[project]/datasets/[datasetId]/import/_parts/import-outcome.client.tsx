"use client";

import Link from "next/link";
import { formatCount, formatNumber } from "#platform/format";
import { paths } from "#platform/paths";
import type { ImportResult, LineError } from "#schema/datasets";
import { Button } from "#ui/button";
import { Card, CardBody, CardFooter, CardHeader } from "#ui/card";
import { PlainTable, TableBody, TableHead, Td, Th, Tr } from "#ui/plain-table";

type LineErrorsProps = { errors: LineError[]; errorCount: number; rows: number; isFinal: boolean };

/** Every bad line by its number, the first hundred of them. */
export function LineErrors({ errors, errorCount, rows, isFinal }: LineErrorsProps) {
  return (
    <Card role="alert">
      <CardHeader
        title={
          <>
            <span aria-hidden="true" className="text-bad">
              ✕{" "}
            </span>
            {formatCount(errorCount, "line")} of {formatNumber(rows)} cannot be taken
          </>
        }
        note={`${isFinal ? "Nothing was stored." : "Nothing can be stored like this."} Mend the file and choose it again.`}
      />
      <div className="max-h-80 overflow-y-auto">
        <PlainTable label="Lines that cannot be taken" keepColumns>
          <TableHead className="sticky top-0 sm:top-0">
            <Th numeric>Line</Th>
            <Th>Why</Th>
          </TableHead>
          <TableBody>
            {errors.map(({ line, message }, at) => (
              <Tr key={at}>
                <Td numeric className="w-20">
                  {formatNumber(line)}
                </Td>
                <Td className="break-words">{message}</Td>
              </Tr>
            ))}
          </TableBody>
        </PlainTable>
      </div>
      {errorCount > errors.length ? (
        <CardFooter>
          The first {formatNumber(errors.length)} are listed; {formatNumber(errorCount - errors.length)} more
          are like them.
        </CardFooter>
      ) : null}
    </Card>
  );
}

type Imported = Extract<ImportResult, { outcome: "imported" }>;
type ImportDoneProps = { project: string; datasetId: string; result: Imported };

/** What came of it, in a sentence, and where to go on. */
export function ImportDone({ project, datasetId, result }: ImportDoneProps) {
  const { version, rows, added, duplicates, redacted } = result;
  return (
    <Card role="status">
      <CardBody className="flex flex-col gap-1">
        <p className="text-lg font-medium">
          {added > 0
            ? `Version ${version.number} holds ${formatCount(version.exampleCount, "example")}, ${formatNumber(added)} of them new.`
            : `The dataset held all of this already: version ${version.number} stays the latest.`}
        </p>
        <p className="text-text-2">
          {formatCount(rows, "row")} read.{" "}
          {duplicates > 0
            ? `${formatCount(duplicates, "row")} said what another one says and ${duplicates === 1 ? "was" : "were"} left out. `
            : ""}
          {redacted > 0
            ? `${formatCount(redacted, "piece")} of personal data ${redacted === 1 ? "was" : "were"} redacted.`
            : ""}
        </p>
      </CardBody>
      <CardFooter>
        <Button asChild variant="primary">
          <Link href={paths.dataset(project, datasetId)}>Open the dataset</Link>
        </Button>
        <Button asChild>
          <Link href={paths.newRun(project, { datasetVersionId: version.id })}>Run a prompt on it</Link>
        </Button>
      </CardFooter>
    </Card>
  );
}
