/**
 * Universal Sentence Encoder multilingual v3 (16 languages): the mean over a text's pieces and their neighbours, then a
 * small network. Its weights come as numpy files, so the part that costs time is put together here as an ONNX model.
 */
import { Tokenizer } from "@huggingface/tokenizers";
import { type Node, onnxFile, type Weights } from "./onnx-file.ts";
import { floatsOf, type NumpyArray, readNumpyArchive } from "./numpy-archive.ts";
import { readSentencePiece } from "./sentencepiece.ts";

/** Runs the model on the embeddings of a text's pieces, [pieces, width]; `root` is the square root of their number. */
type RunGraph = (pieces: Float32Array, width: number, root: number) => Promise<Float32Array>;

const chunks = 17;
const width = 512;
const branchWidth = 256;
const begin = 1;
const end = 2;
/** As far as about three thousand characters; the mean over more would say less. */
const mostPieces = 600;

/** Neighbours that a piece is seen with: how many in all, and how many of them before it. */
const branches = [
  { size: 2, left: 0 },
  { size: 3, left: 1 },
  { size: 5, left: 2 },
];

/** A function from text to unit vector, of the model's two files; `load` opens the ONNX model. */
export async function openMultilingual(
  files: { weights: Buffer; pieces: Buffer },
  load: (model: Uint8Array) => Promise<RunGraph>,
): Promise<(text: string) => Promise<number[]>> {
  const tokenizer = new Tokenizer(readSentencePiece(files.pieces), {});
  const archive = readNumpyArchive(files.weights);
  const array = (name: string) => {
    const found = archive.get(name);
    if (!found) throw new Error(`The multilingual embedding model has no ${name}.`);
    return found;
  };
  const table = Array.from({ length: chunks }, (_, chunk) => array(`q${chunk + 1}`).bytes);
  const [scale, lowest] = [floatsOf(array("scale")), floatsOf(array("lo"))];
  const run = await load(buildGraph(array));
  return async (text) => {
    const ids = [
      begin,
      ...tokenizer.encode(text.replaceAll(/\s+/g, " ").trim()).ids.slice(0, mostPieces),
      end,
    ];
    const pieces = new Float32Array(ids.length * width);
    for (const [at, id] of ids.entries()) {
      const chunk = id % chunks;
      const from = Math.floor(id / chunks) * width;
      for (let place = 0; place < width; place += 1)
        pieces[at * width + place] =
          (table[chunk]?.[from + place] ?? 0) * (scale[chunk] ?? 0) + (lowest[chunk] ?? 0);
    }
    const vector = Array.from(await run(pieces, width, Math.sqrt(ids.length)));
    const length = Math.hypot(...vector);
    return vector.map((value) => value / length);
  };
}

function buildGraph(array: (name: string) => NumpyArray): Uint8Array {
  const epsilon = new Float64Array(array("eps").bytes.buffer)[0] ?? 0;
  const nodes: Node[] = [];
  const weights: Record<string, Weights> = {
    first: { dims: [1], data: BigInt64Array.of(0n) },
  };
  const add = (op: string, inputs: string[], output: string, rest: Partial<Node> = {}) => {
    nodes.push({ op, inputs, output, ...rest });
    return output;
  };
  const floats = (name: string) => floatsOf(array(name));
  const weight = (name: string) => {
    weights[name] = { dims: array(name).dims, data: floats(name) };
    return name;
  };
  const normalize = { int: { axis: 1 }, float: { epsilon } };
  const projected: string[] = [];
  const gammas: Float32Array[] = [];
  const betas: Float32Array[] = [];
  for (const { size } of branches) {
    const product = add("MatMul", ["pieces", weight(`proj${size}`)], `product${size}`);
    projected.push(add("Add", [product, weight(`proj_b${size}`)], `projected${size}`));
    gammas.push(floats(`ln_g${size}`));
    betas.push(floats(`ln_b${size}`));
  }
  // The three are brought to one scale together.
  weights["gamma"] = joined(gammas);
  weights["beta"] = joined(betas);
  const together = add("Concat", projected, "together", { int: { axis: 1 } });
  add("LayerNormalization", [together, "gamma", "beta"], "scaled", normalize);
  weights["axis"] = { dims: [1], data: BigInt64Array.of(1n) };
  const parts = ["pieces"];
  for (const [at, { size, left }] of branches.entries()) {
    for (const [name, value] of [
      ["from", at],
      ["to", at + 1],
    ] as const)
      weights[`${name}${size}`] = { dims: [1], data: BigInt64Array.of(BigInt(value * branchWidth)) };
    const seen = add("Slice", ["scaled", `from${size}`, `to${size}`, "axis"], `seen${size}`);
    const turned = add("Transpose", [seen], `turned${size}`, { ints: { perm: [1, 0] } });
    let rows = add("Unsqueeze", [turned, "first"], `rows${size}`);
    for (const layer of [1, 2]) {
      const kernel = `w${layer}_${size}`;
      weights[kernel] = kernelOf(floats(kernel), size);
      const inputs = [rows, kernel, weight(`b${layer}_${size}`)];
      const around = add("Conv", inputs, `around${layer}_${size}`, {
        ints: { pads: [left, size - 1 - left], kernel_shape: [size] },
      });
      const positive = add("Relu", [around], `positive${layer}_${size}`);
      rows = add("Add", [positive, rows], `added${layer}_${size}`);
    }
    const flat = add("Squeeze", [rows, "first"], `flat${size}`);
    parts.push(add("Transpose", [flat], `part${size}`, { ints: { perm: [1, 0] } }));
  }
  const all = add("Concat", parts, "all", { int: { axis: 1 } });
  const even = add("LayerNormalization", [all, weight("ln_g"), weight("ln_b")], "even", normalize);
  const sum = add("ReduceSum", [even, "first"], "sum");
  const mean = add("Div", [sum, "root"], "mean");
  const text = add("MatMul", [mean, weight("cnn_W")], "text0");
  const bias = add("Mul", [weight("cnn_b"), "root"], "bias");
  let at = add("Add", [text, bias], "text1");
  const times = (from: string, name: string) => add("MatMul", [from, weight(name)], `by_${name}`);
  for (const [first, second, straight, last] of [
    ["d0", "d1", "p1", "Relu"],
    ["d2", "d3", "p3", "Tanh"],
  ] as const) {
    const hidden = add("Relu", [times(at, first)], `hidden_${first}`);
    const both = add("Add", [times(at, straight), times(hidden, second)], `both_${second}`);
    at = add(last, [both], last === "Tanh" ? "vector" : `next_${second}`);
  }
  return onnxFile({
    nodes,
    weights,
    inputs: { pieces: ["pieces", width], root: [1] },
    output: { name: "vector", dims: [1, width] },
  });
}

/** Weights of windows, [neighbour and value, result], as a convolution wants them: [result, value, neighbour]. */
function kernelOf(windows: Float32Array, size: number): Weights {
  const data = new Float32Array(windows.length);
  for (let place = 0; place < size; place += 1)
    for (let value = 0; value < branchWidth; value += 1)
      for (let result = 0; result < branchWidth; result += 1)
        data[(result * branchWidth + value) * size + place] =
          windows[(place * branchWidth + value) * branchWidth + result] ?? 0;
  return { dims: [branchWidth, branchWidth, size], data };
}

function joined(arrays: readonly Float32Array[]): Weights {
  const data = Float32Array.from(arrays.flatMap((values) => Array.from(values)));
  return { dims: [data.length], data };
}
