import { DiffLines, DiffWords } from "#ui/diff-words";
import { Table, TableBody, TableHead, Td, Th, Tr } from "#ui/table";

/** The parts of a version's change, as lib/prompts computes them. */
export type ContentChange = {
  messages: {
    title: string;
    change: "same" | "changed" | "added" | "removed";
    words: Part[];
    lines: Part[];
  }[];
  settings: { name: string; before: string | null; after: string | null }[];
  isSame: boolean;
};
type Part = { kind: "same" | "added" | "removed"; text: string };

export const changeViews = ["words", "lines", "settings"] as const;
export type ChangeView = (typeof changeViews)[number];

/** What a version changes: words in place, whole lines, or the settings as a table. */
export function ContentChanges({ change, view }: { change: ContentChange; view: ChangeView }) {
  if (view === "settings") return <Settings rows={change.settings} />;
  const touched = change.messages.filter((message) => message.change !== "same");
  if (touched.length === 0) {
    return (
      <p className="p-3.5 text-text-2">
        {change.settings.length > 0
          ? "The text is the same; the settings differ."
          : "The two versions hold the same text."}
      </p>
    );
  }
  return (
    <div className="divide-y divide-line">
      {touched.map((message, position) => (
        <section key={position} className="px-3.5 py-3">
          {touched.length > 1 || message.change !== "changed" ? (
            <h3 className="mb-1">
              {message.title}
              {message.change === "changed" ? "" : `, ${message.change}`}
            </h3>
          ) : null}
          {view === "words" ? (
            <DiffWords parts={message.words.map(toPart)} />
          ) : (
            <DiffLines parts={message.lines.map(toPart)} />
          )}
        </section>
      ))}
    </div>
  );
}

function Settings({ rows }: { rows: ContentChange["settings"] }) {
  if (rows.length === 0)
    return (
      <p className="p-3.5 text-text-2">Variables, model settings, tools and response schema are the same.</p>
    );
  return (
    <Table label="Settings that change">
      <TableHead>
        <Th>Setting</Th>
        <Th>Before</Th>
        <Th>After</Th>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <Tr key={row.name}>
            <Td mobile="title">{row.name}</Td>
            <Td label="Before">
              <code className="whitespace-pre-wrap">{row.before ?? "—"}</code>
            </Td>
            <Td label="After">
              <code className="whitespace-pre-wrap">{row.after ?? "—"}</code>
            </Td>
          </Tr>
        ))}
      </TableBody>
    </Table>
  );
}

function toPart({ kind, text }: Part) {
  return {
    value: text,
    ...(kind === "added" ? { added: true } : {}),
    ...(kind === "removed" ? { removed: true } : {}),
  };
}
