import { cn } from "#ui/cn";

/** An example's inputs as a person reads them: one alone without its name, several each with theirs. */
export function CaseInputs({
  inputs,
  className,
}: {
  inputs: Record<string, unknown>;
  className?: string | undefined;
}) {
  const entries = Object.entries(inputs);
  return (
    <div className={cn("break-words whitespace-pre-wrap", className)}>
      {entries.map(([name, value]) => (
        <div key={name}>
          {entries.length > 1 ? <span className="text-sm text-text-3">{name}: </span> : null}
          {asText(value, true)}
        </div>
      ))}
    </div>
  );
}

/** A value as text: JSON for what is not a text, on one line where lines are dear. */
export function asText(value: unknown, isOneLine = false): string {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value, null, isOneLine ? 0 : 2);
}
