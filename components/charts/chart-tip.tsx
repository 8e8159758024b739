import { cn } from "#ui/cn";
import { floating } from "../ui/surface.ts";
import { LegendSign } from "./chart-frame.client.tsx";

export type ChartTipProps = {
  title: string;
  lines: readonly { index: number; name: string; text: string; note?: string | undefined }[];
  notes?: readonly string[] | undefined;
};

/** The exact values under the pointer. */
export function ChartTip({ title, lines, notes = [] }: ChartTipProps) {
  return (
    <div className={cn(floating, "num px-3 py-2 text-sm")}>
      <p className="text-text-3">{title}</p>
      {lines.map((line) => (
        <p key={line.name} className="flex items-center gap-2 whitespace-nowrap">
          {lines.length > 1 ? <LegendSign index={line.index} /> : null}
          <span className="text-text-2">{line.name}</span>
          <span className="ml-auto font-medium">{line.text}</span>
          {line.note ? <span className="text-text-3">{line.note}</span> : null}
        </p>
      ))}
      {notes.map((note) => (
        <p key={note} className="text-text-2">
          {note}
        </p>
      ))}
    </div>
  );
}
