import { isUtf8 } from "node:buffer";
import { AppError } from "#platform/errors";
import { datasetLimits, type FileFormat } from "../schema.ts";

const unzip = "Unpack it and choose the CSV or JSONL file inside.";
const exportCsv = "Save the sheet as CSV (UTF-8) and choose that file.";

/** First bytes of what people take for CSV, and what to do about it. */
const signatures: readonly { bytes: readonly number[]; message: string }[] = [
  { bytes: [0x1f, 0x8b], message: `This file is gzip-compressed. ${unzip}` },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], message: `This file is zstd-compressed. ${unzip}` },
  { bytes: [0x42, 0x5a, 0x68], message: `This file is bzip2-compressed. ${unzip}` },
  { bytes: [0x37, 0x7a, 0xbc, 0xaf], message: `This is a 7z archive. ${unzip}` },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], message: `This is an old Excel workbook (.xls). ${exportCsv}` },
  { bytes: [0x25, 0x50, 0x44, 0x46], message: "This is a PDF. Choose a CSV or JSONL file." },
  { bytes: [0x50, 0x41, 0x52, 0x31], message: "This is a Parquet file. Convert it to CSV or JSONL first." },
  { bytes: [0xff, 0xfe], message: "This file is UTF-16. Save it as UTF-8 and choose it again." },
  { bytes: [0xfe, 0xff], message: "This file is UTF-16. Save it as UTF-8 and choose it again." },
];

/**
 * The text of a file and its format, told by its content and not by its name. Throws too_large, and
 * invalid_input with what to do for archives, workbooks, other encodings and binary files.
 */
export function openFile(fileName: string, bytes: Uint8Array): { format: FileFormat; text: string } {
  if (bytes.byteLength > datasetLimits.fileBytes) {
    throw new AppError(
      "too_large",
      `The file is ${megabytes(bytes.byteLength)} MB; at most ${megabytes(datasetLimits.fileBytes)} MB can be imported at once. Split it and import the parts.`,
    );
  }
  if (bytes.byteLength === 0) throw new AppError("invalid_input", "The file is empty.");
  const problem = problemOf(bytes);
  if (problem) throw new AppError("invalid_input", problem);
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!isUtf8(buffer)) {
    throw new AppError(
      "invalid_input",
      `Line ${firstBadLine(buffer)} is not valid UTF-8. Save the file as UTF-8 and choose it again.`,
    );
  }
  const text = buffer.toString("utf8");
  return { format: formatOf(fileName, text), text };
}

function problemOf(bytes: Uint8Array): string | null {
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 0x03 || bytes[2] === 0x05);
  if (isZip) return zipProblem(bytes);
  const known = signatures.find((signature) => signature.bytes.every((byte, at) => bytes[at] === byte));
  if (known) return known.message;
  const isBinary = bytes.subarray(0, 8_192).includes(0);
  return isBinary
    ? "This is a binary or UTF-16 file, not text. Choose a CSV or JSONL file saved as UTF-8."
    : null;
}

function zipProblem(bytes: Uint8Array): string {
  const names = Buffer.from(bytes.subarray(0, 4_096)).toString("latin1");
  const isWorkbook = names.includes("[Content_Types].xml") || names.includes("xl/");
  return isWorkbook
    ? `This is an Excel workbook (.xlsx). ${exportCsv}`
    : `This is a zip archive, whatever its name says. ${unzip}`;
}

function firstBadLine(buffer: Buffer): number {
  let line = 1;
  let start = 0;
  while (start < buffer.length) {
    const end = buffer.indexOf(0x0a, start);
    const stop = end < 0 ? buffer.length : end;
    if (!isUtf8(buffer.subarray(start, stop))) return line;
    start = stop + 1;
    line += 1;
  }
  return line;
}

/** A name ending in .jsonl or .ndjson, or a first character that opens a JSON object. */
function formatOf(fileName: string, text: string): FileFormat {
  const first = /\S/.exec(text.slice(0, 4_096))?.[0];
  const isJson = /\.json$/i.test(fileName);
  if (first === "[" && (isJson || /^\s*\uFEFF?\s*\[\s*[{\]]/.test(text.slice(0, 200)))) {
    throw new AppError(
      "invalid_input",
      "This is one JSON array. Write one object per line (JSONL) and choose that file.",
    );
  }
  return isJson || /\.(?:jsonl|ndjson)$/i.test(fileName) || first === "{" ? "jsonl" : "csv";
}

const megabytes = (bytes: number) => (bytes / (1024 * 1024)).toFixed(bytes % (1024 * 1024) === 0 ? 0 : 1);
