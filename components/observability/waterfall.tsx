import { formatDuration } from "#platform/format";
import type { Trace } from "#schema/observability";
import { cn } from "#ui/cn";
import { type WaterfallRow, waterfallRows } from "./waterfall-rows.ts";

/** A trace's spans in time, each opening to its attributes. */
export function Waterfall({ trace }: { trace: Pick<Trace, "roots" | "durationMs"> }) {
  return (
    <ul aria-label="Spans">
      {waterfallRows(trace).map((row) => (
        <li key={row.id} className="border-b border-line last:border-b-0">
          <SpanLine row={row} />
        </li>
      ))}
    </ul>
  );
}

function SpanLine({ row }: { row: WaterfallRow }) {
  const isBad = row.status === "error";
  return (
    <details className="group">
      <summary className="grid cursor-pointer grid-cols-[minmax(0,16rem)_minmax(0,1fr)_4.5rem] items-center gap-3 px-3.5 py-1.5 hover:bg-sunken max-sm:grid-cols-[minmax(0,1fr)_4.5rem]">
        <span className="flex min-w-0 items-center gap-1.5" style={{ paddingLeft: row.depth * 14 }}>
          <span aria-hidden="true" className="text-text-3 transition-transform group-open:rotate-90">
            ›
          </span>
          <span className={cn("truncate font-mono text-sm", isBad && "text-bad")}>
            {isBad ? "✕ " : ""}
            {row.name}
          </span>
        </span>
        <span className="relative h-2.5 max-sm:col-span-2 max-sm:row-start-2" aria-hidden="true">
          <span
            className={cn(
              "absolute inset-y-0 min-w-0.5 rounded-sm",
              isBad ? "bg-bad" : row.kind === "client" ? "bg-accent" : "bg-text-3",
            )}
            style={{ left: `${row.offset * 100}%`, width: `${row.width * 100}%` }}
          />
        </span>
        <span
          className="num text-right text-sm text-text-2"
          title={`begins after ${formatDuration(row.startMs)}`}
        >
          {formatDuration(row.durationMs)}
        </span>
      </summary>
      <dl className="grid grid-cols-[minmax(0,18rem)_minmax(0,1fr)] gap-x-4 gap-y-0.5 bg-sunken px-3.5 py-2 text-sm max-sm:grid-cols-1">
        <Attribute name="kind" value={row.kind} />
        <Attribute name="begins after" value={formatDuration(row.startMs)} />
        {row.attributes.map(([name, value]) => (
          <Attribute key={name} name={name} value={value} />
        ))}
      </dl>
    </details>
  );
}

function Attribute({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt className="font-mono text-text-2">{name}</dt>
      <dd className="font-mono break-words">{value}</dd>
    </>
  );
}
