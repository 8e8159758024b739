type Found = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

/** The differences of every client as a table with notes. */
export function tableOf(found: Found): { text: string; lossy: number; total: number } {
  const clients = [...found.keys()];
  const names = [...new Set([...found.values()].flatMap((cells) => [...cells.keys()]))];
  const notes: string[] = [];
  let [lossy, total] = [0, 0];
  const rows = names.map((name) => {
    const cells = clients.map((client) => {
      const lines = found.get(client)?.get(name);
      if (!lines) return "";
      total += 1;
      if (lines.length === 0) return "same";
      lossy += 1;
      notes.push(
        `- ${name}, ${client}: ${lines.slice(0, 8).join("; ")}${lines.length > 8 ? `; ${lines.length - 8} more` : ""}`,
      );
      return "differs";
    });
    return `| ${name} | ${cells.join(" | ")} |`;
  });
  const today = new Date().toISOString().slice(0, 10);
  const text = `# What clients are told through the gateway

Made by \`npm run verify:peers\` on ${today}, in ${total} calls a side: each unmodified client calls the same mock upstream directly and
through us, and what it was told, what it raised, what the upstream was asked and how often is compared field by field
(\`scripts/peers/\`). Not compared: \`id\` (ours is the generation's), \`created\`, our \`valueloop\` member, the wording of an
error's message, null against absent, and where a stream is cut. Empty: the client has no way to ask for it, or it is not asked of it.

**${total - lossy} of ${total} cells are the same; ${lossy} differ.**

| feature | ${clients.join(" | ")} |
| --- | ${clients.map(() => "---").join(" | ")} |
${rows.join("\n")}
${notes.length > 0 ? `\n## What differs\n\n${notes.join("\n")}\n` : ""}`;
  return { text, lossy, total };
}
