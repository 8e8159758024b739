import { known } from "./gazetteer.ts";
import { shapes } from "./tokens.ts";
import { featureBits, featuresAt, featuresPerToken, type Known } from "./features.ts";

/** Outside a name, its first token, a later one. */
export const tags = { out: 0, begin: 1, inside: 2 } as const;
export const weightCount = 1 << featureBits;

/** Weights of a linear tagger: per feature what speaks for `begin` and for `inside` (over `out`), and between neighbours 3 × 3. */
export type Weights = {
  begin: Float32Array | Int8Array;
  inside: Float32Array | Int8Array;
  between: Float32Array;
  scale: number;
};

const header = 4 + 9 * 4;

/** Reads weights as `packWeights` writes them: the scale, nine numbers between tags, two bytes per feature. */
export function readWeights(file: Uint8Array): Weights {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const between = Float32Array.from({ length: 9 }, (_, at) => view.getFloat32(4 + at * 4, true));
  const bytes = new Int8Array(file.buffer, file.byteOffset + header, weightCount * 2);
  return {
    scale: view.getFloat32(0, true),
    between,
    begin: bytes.subarray(0, weightCount),
    inside: bytes.subarray(weightCount),
  };
}

/** Writes weights with one byte each; the largest are cut, which costs nothing measurable. */
export function packWeights({ begin, inside, between }: Weights): Uint8Array {
  const sizes = [...begin, ...inside]
    .map(Math.abs)
    .filter((size) => size > 0)
    .sort((a, b) => a - b);
  const largest = sizes[Math.floor(sizes.length * 0.9995)] ?? 1;
  const scale = largest / 127;
  const file = new Uint8Array(header + weightCount * 2);
  const view = new DataView(file.buffer);
  view.setFloat32(0, scale, true);
  for (let at = 0; at < 9; at += 1) view.setFloat32(4 + at * 4, between[at] ?? 0, true);
  const byte = (value: number) => Math.max(-127, Math.min(127, Math.round(value / scale)));
  for (let at = 0; at < weightCount; at += 1) {
    view.setInt8(header + at, byte(begin[at] ?? 0));
    view.setInt8(header + weightCount + at, byte(inside[at] ?? 0));
  }
  return file;
}

/** A capital at its start, or a listed name that is no everyday word. */
function looksLikeName({ tokens, flags }: Known, at: number): boolean {
  const shape = tokens.shape[at];
  if (shape === shapes.capital || shape === shapes.initial || shape === shapes.capitals) return true;
  const bits = flags[at] ?? 0;
  return (bits & (known.first | known.last)) !== 0 && (bits & known.common) === 0;
}

/** The best row of tags for the tokens (Viterbi). `lean` is added for tokens that look like a name (a capital, or in the lists): above 0 it finds more and errs more. */
export function tagTokens(all: Known, weights: Weights, lean: number): Uint8Array {
  const { count } = all.tokens;
  const features = new Int32Array(featuresPerToken);
  const back = new Uint8Array(count * 3);
  let [out, begin, inside] = [0, -Infinity, -Infinity];
  const t = weights.between;
  for (let at = 0; at < count; at += 1) {
    featuresAt(all, at, features);
    let [forBegin, forInside] = [0, 0];
    for (let place = 0; place < featuresPerToken; place += 1) {
      const feature = features[place] ?? 0;
      forBegin += weights.begin[feature] ?? 0;
      forInside += weights.inside[feature] ?? 0;
    }
    const push = looksLikeName(all, at) ? lean : 0;
    forBegin = forBegin * weights.scale + push;
    forInside = forInside * weights.scale + push;
    const [o, b, i] = [out, begin, inside];
    const best = (to: number, base: number) => {
      const fromOut = to === tags.inside ? -Infinity : o + (t[to] ?? 0);
      const fromBegin = b + (t[3 + to] ?? 0);
      const fromInside = i + (t[6 + to] ?? 0);
      const from = fromOut >= fromBegin && fromOut >= fromInside ? 0 : fromBegin >= fromInside ? 1 : 2;
      back[at * 3 + to] = from;
      return base + (from === 0 ? fromOut : from === 1 ? fromBegin : fromInside);
    };
    out = best(tags.out, 0);
    begin = best(tags.begin, forBegin);
    inside = best(tags.inside, forInside);
  }
  const row = new Uint8Array(count);
  let tag = out >= begin && out >= inside ? 0 : begin >= inside ? 1 : 2;
  for (let at = count - 1; at >= 0; at -= 1) {
    row[at] = tag;
    tag = back[at * 3 + tag] ?? 0;
  }
  return row;
}
