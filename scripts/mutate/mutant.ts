/** One small fault: this piece of a file's source replaced by that one. `start` and `end` are offsets of the original. */
export type Mutant = { id: number; file: string; start: number; end: number; replacement: string };

/** A mutant before it has a number; `start` and `end` name the whole expression that is replaced. */
export type Fault = Omit<Mutant, "id" | "file">;

export function lineOf(source: string, offset: number): number {
  return source.slice(0, offset).split("\n").length;
}

/** The lines a mutant touches, before and after, as a diff shows them. */
export function diffOf(source: string, { start, end, replacement }: Fault): string {
  const from = source.lastIndexOf("\n", start - 1) + 1;
  const found = source.indexOf("\n", end);
  const to = found === -1 ? source.length : found;
  const after = source.slice(from, start) + replacement + source.slice(end, to);
  const marked = (sign: string, text: string) => text.split("\n").map((line) => `    ${sign} ${line}`);
  const [before, changed] = [source.slice(from, to).split("\n"), after.split("\n")];
  let same = 0;
  while (same < Math.min(before.length, changed.length) - 1 && before[same] === changed[same]) same += 1;
  let tail = 0;
  while (
    tail < Math.min(before.length, changed.length) - same - 1 &&
    before[before.length - 1 - tail] === changed[changed.length - 1 - tail]
  )
    tail += 1;
  const middle = (lines: string[]) => lines.slice(same, lines.length - tail).join("\n");
  return [...marked("-", middle(before)), ...marked("+", middle(changed))].join("\n");
}
