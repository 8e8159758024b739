import { formatCount, formatNumber } from "#platform/format";
import type { ImportError, ImportPlan } from "#schema/prompts";
import { PlainTable, TableBody, TableHead, Td, Th, Tr } from "#ui/plain-table";

const shownRows = 20;
const shownErrors = 50;

/** What an import would do: errors first, by line; then the paths and the beginnings of the texts. */
export function ImportPreview({ plan: { rows, errors, notes } }: { plan: ImportPlan }) {
  return (
    <div className="flex flex-col gap-3" role="status">
      {errors.length > 0 ? (
        <section className="rounded-md bg-bad-weak px-3 py-2 text-bad">
          <p className="font-medium">
            <span aria-hidden="true">✕ </span>
            {formatCount(errors.length, "error")}; nothing will be imported until{" "}
            {errors.length === 1 ? "it is" : "they are"} mended.
          </p>
          <Lines items={errors} />
        </section>
      ) : null}
      {notes.length > 0 ? (
        <section className="rounded-md bg-info-weak px-3 py-2 text-info">
          <Lines items={notes} />
        </section>
      ) : null}
      {rows.length > 0 ? (
        <>
          <PlainTable label="Prompts in the file">
            <TableHead>
              <Th numeric>Line</Th>
              <Th>Path</Th>
              <Th>Text</Th>
            </TableHead>
            <TableBody>
              {rows.slice(0, shownRows).map((row) => (
                <Tr key={row.line}>
                  <Td numeric mobile="aside">
                    {row.line}
                  </Td>
                  <Td mobile="title" className="font-mono text-sm">
                    {row.path}
                  </Td>
                  <Td className="max-w-80 truncate text-text-2">{row.text.slice(0, 120)}</Td>
                </Tr>
              ))}
            </TableBody>
          </PlainTable>
          {rows.length > shownRows ? (
            <p className="text-sm text-text-3">and {formatNumber(rows.length - shownRows)} more</p>
          ) : null}
        </>
      ) : null}
    </div>
  );
}

function Lines({ items }: { items: ImportError[] }) {
  return (
    <ul className="max-h-40 overflow-y-auto text-sm">
      {items.slice(0, shownErrors).map(({ line, message }, index) => (
        <li key={index}>
          Line {line}: {message}
        </li>
      ))}
      {items.length > shownErrors ? <li>and {formatNumber(items.length - shownErrors)} more</li> : null}
    </ul>
  );
}
