/** A vocabulary in the format of `@huggingface/tokenizers`. */
export type Vocabulary = Record<string, unknown>;

/**
 * The vocabulary of a SentencePiece model of kind unigram: its pieces (field 1: text 1, score 2). Its own table of
 * characters is left out; the tokenizer's NFKC does the same but for rare signs.
 */
export function readSentencePiece(file: Uint8Array): Vocabulary {
  const pieces = fieldsOf(file).flatMap(({ field, value }) => (field === 1 && value ? [pieceOf(value)] : []));
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: [],
    normalizer: { type: "Precompiled", precompiled_charsmap: "" },
    pre_tokenizer: { type: "Metaspace", replacement: "▁", prepend_scheme: "always" },
    post_processor: null,
    decoder: { type: "Metaspace", replacement: "▁", prepend_scheme: "always" },
    model: { type: "Unigram", unk_id: 0, vocab: pieces },
  };
}

function pieceOf(message: Uint8Array): [string, number] {
  const fields = fieldsOf(message);
  const piece = fields.find(({ field }) => field === 1)?.value ?? new Uint8Array();
  const score = fields.find(({ field }) => field === 2)?.value;
  return [
    new TextDecoder().decode(piece),
    score ? new DataView(score.buffer, score.byteOffset).getFloat32(0, true) : 0,
  ];
}

/** The fields of a protocol buffer message; numbers are passed over, since none of them is wanted. */
function fieldsOf(message: Uint8Array): { field: number; value: Uint8Array | null }[] {
  const fields: { field: number; value: Uint8Array | null }[] = [];
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = message[at] ?? 0;
      at += 1;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const tag = varint();
    const field = Math.floor(tag / 8);
    const kind = tag % 8;
    if (kind === 0) varint();
    const length = kind === 1 ? 8 : kind === 5 ? 4 : kind === 2 ? varint() : 0;
    fields.push({ field, value: kind === 0 ? null : message.subarray(at, at + length) });
    at += length;
  }
  return fields;
}
