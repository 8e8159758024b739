/** A record with the line it begins on, or the reason why that line cannot be read. Lines count from 1. */
export type CsvRecord = { line: number; cells: string[] } | { line: number; error: string };

const delimiters = [",", ";", "\t", "|"] as const;
const sampleCharacters = 64 * 1024;
const sampleLines = 20;
/** After so many broken quotes the file is no CSV; going on would read its rest again for each. */
const maxQuoteErrors = 1_000;

/**
 * Reads RFC 4180 CSV: quotes with line ends and doubled quotes inside, LF, CRLF or CR. Empty lines are left
 * out. Our own reader because a broken quote must be reported on the line that opened it, with every other
 * line still read; csv-parse, its oracle in the tests, loses its place there.
 */
export function* readCsv(text: string, delimiter: string): Generator<CsvRecord> {
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  let line = 1;
  let quoteErrors = 0;
  while (at < text.length) {
    const record = readRecord(text, at, delimiter);
    if ("error" in record) {
      yield { line, error: record.error };
      quoteErrors += 1;
      if (quoteErrors >= maxQuoteErrors) return;
    } else if (record.cells.length > 1 || record.cells[0] !== "" || record.isQuoted) {
      yield { line, cells: record.cells };
    }
    line += record.lines;
    at = record.next;
  }
}

type Read =
  | { cells: string[]; isQuoted: boolean; next: number; lines: number }
  | { error: string; next: number; lines: number };

function readRecord(text: string, start: number, delimiter: string): Read {
  const cells: string[] = [];
  let at = start;
  let lines = 0;
  let isQuoted = false;
  for (;;) {
    if (text[at] === '"') {
      const quoted = readQuoted(text, at);
      if (quoted === null) return afterLine(text, start, "A quote opened on this line is never closed.");
      const { value, end, lineEnds } = quoted;
      const follows = text[end];
      if (follows !== undefined && follows !== delimiter && follows !== "\n" && follows !== "\r") {
        return afterLine(
          text,
          start,
          `Text follows a closing quote (${JSON.stringify(text.slice(end, end + 10))}); double the quotes inside a quoted cell.`,
        );
      }
      cells.push(value);
      isQuoted = true;
      lines += lineEnds;
      at = end;
    } else {
      let end = at;
      while (end < text.length && text[end] !== delimiter && text[end] !== "\n" && text[end] !== "\r")
        end += 1;
      cells.push(text.slice(at, end));
      at = end;
    }
    if (text[at] === delimiter) {
      at += 1;
      continue;
    }
    if (text[at] === "\r" && text[at + 1] === "\n") at += 1;
    return { cells, isQuoted, next: Math.min(at + 1, text.length), lines: lines + 1 };
  }
}

function readQuoted(text: string, open: number): { value: string; end: number; lineEnds: number } | null {
  let close = text.indexOf('"', open + 1);
  let hasDoubled = false;
  while (close >= 0 && text[close + 1] === '"') {
    hasDoubled = true;
    close = text.indexOf('"', close + 2);
  }
  if (close < 0) return null;
  const raw = text.slice(open + 1, close);
  const lineEnds = raw.match(/\r\n|\n|\r/g)?.length ?? 0;
  return { value: hasDoubled ? raw.replaceAll('""', '"') : raw, end: close + 1, lineEnds };
}

/** The next record is looked for on the next line, whatever the quotes of this one meant. */
function afterLine(text: string, start: number, error: string): Read {
  const rest = /\r\n|\n|\r/g;
  rest.lastIndex = start;
  const end = rest.exec(text);
  return { error, next: end ? end.index + end[0].length : text.length, lines: 1 };
}

/** The delimiter that cuts the first lines into the same number of cells, the most of them; a comma when none does. */
export function sniffDelimiter(text: string): string {
  const sample = text.slice(0, sampleCharacters);
  const isCut = sample.length < text.length;
  let best = { delimiter: ",", score: 0 };
  for (const delimiter of delimiters) {
    const counts: number[] = [];
    for (const record of readCsv(sample, delimiter)) {
      if ("cells" in record) counts.push(record.cells.length);
      if (counts.length > sampleLines) break;
    }
    // The sample may end inside a record.
    if (isCut && counts.length > 1 && counts.length <= sampleLines) counts.pop();
    const head = counts[0] ?? 1;
    const same = counts.filter((count) => count === head).length / Math.max(1, counts.length);
    const score = head > 1 ? same * 100 + Math.min(head, 50) : 0;
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}
