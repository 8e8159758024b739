/** A field of an example on one line: text as it is, anything else as JSON. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return "—";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** The inputs of an example in short: the longest one is what it is about, the others stand beside it. */
export function shortInputs(inputs: Record<string, unknown>): { main: string; others: string } {
  const entries = Object.entries(inputs).map(([key, value]) => [key, valueText(value)] as const);
  const [main, ...others] = entries.toSorted((a, b) => b[1].length - a[1].length);
  return {
    main: main?.[1] ?? "—",
    others: others.map(([key, value]) => `${key} ${clipped(value, 60)}`).join(" · "),
  };
}

/** A text cut to a length, with a sign that it was. */
export function clipped(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}

/** Named values of an example, each under its name, to be read closely. */
export function ValueList({ values }: { values: Record<string, unknown> }) {
  return (
    <dl className="flex flex-col gap-3">
      {Object.entries(values).map(([key, value]) => (
        <div key={key}>
          <dt className="text-sm font-medium text-text-2">{key}</dt>
          <dd className="mt-0.5">
            <Value value={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** One value: text to be read, JSON as code. */
export function Value({ value }: { value: unknown }) {
  if (value === null || value === undefined) return <span className="text-text-3">—</span>;
  if (typeof value === "string") return <p className="text-lg break-words whitespace-pre-wrap">{value}</p>;
  return (
    <pre className="overflow-x-auto rounded-md bg-sunken p-2 font-mono text-sm whitespace-pre-wrap">
      {JSON.stringify(value, null, 2)}
    </pre>
  );
}
