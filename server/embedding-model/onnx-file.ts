/** Writes the few parts of the ONNX format that a model made here needs (onnx.proto of version 1.17; protocol buffers). */

export type Node = {
  op: string;
  inputs: string[];
  output: string;
  ints?: Record<string, number[]>;
  int?: Record<string, number>;
  float?: Record<string, number>;
};
export type Weights = { dims: number[]; data: Float32Array | BigInt64Array };
type Graph = {
  nodes: Node[];
  weights: Record<string, Weights>;
  /** Sizes of the inputs and the output; a name stands for one that differs from call to call. */
  inputs: Record<string, (number | string)[]>;
  output: { name: string; dims: number[] };
};

const float32 = 1;
const int64 = 7;
const opset = 18;

/** A model file of a graph whose inputs and output are 32-bit floats. */
export function onnxFile({ nodes, weights, inputs, output }: Graph): Uint8Array {
  const graph = join(
    nodes.map((node) => bytes(1, nodeBytes(node))),
    text(2, "graph"),
    Object.entries(weights).map(([name, weight]) => bytes(5, tensorBytes(name, weight))),
    Object.entries(inputs).map(([name, dims]) => bytes(11, valueBytes(name, dims))),
    bytes(12, valueBytes(output.name, output.dims)),
  );
  return join(number(1, 8), bytes(7, graph), bytes(8, join(text(1, ""), number(2, opset))));
}

function nodeBytes({ op, inputs, output, ints = {}, int = {}, float = {} }: Node): Uint8Array {
  const attribute = (name: string, type: number, value: Uint8Array) =>
    bytes(5, join(text(1, name), value, number(20, type)));
  return join(
    inputs.map((name) => text(1, name)),
    text(2, output),
    text(4, op),
    Object.entries(float).map(([name, value]) => attribute(name, 1, float32Field(2, value))),
    Object.entries(int).map(([name, value]) => attribute(name, 2, number(3, value))),
    Object.entries(ints).map(([name, values]) =>
      attribute(name, 7, join(values.map((value) => number(8, value)))),
    ),
  );
}

function tensorBytes(name: string, { dims, data }: Weights): Uint8Array {
  return join(
    dims.map((size) => number(1, size)),
    number(2, data instanceof Float32Array ? float32 : int64),
    text(8, name),
    bytes(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
  );
}

function valueBytes(name: string, dims: (number | string)[]): Uint8Array {
  const shape = join(
    dims.map((size) => bytes(1, typeof size === "number" ? number(1, size) : text(2, size))),
  );
  return join(text(1, name), bytes(2, bytes(1, join(number(1, float32), bytes(2, shape)))));
}

function float32Field(field: number, value: number): Uint8Array {
  const out = new Uint8Array(5);
  out[0] = (field << 3) | 5;
  new DataView(out.buffer).setFloat32(1, value, true);
  return out;
}

const number = (field: number, value: number) => join(varint(field << 3), varint(value));
const text = (field: number, value: string) => bytes(field, new TextEncoder().encode(value));
const bytes = (field: number, value: Uint8Array) =>
  join(varint((field << 3) | 2), varint(value.length), value);

/** Never asked for a negative number. */
function varint(value: number): Uint8Array {
  const out: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) out.push((rest % 128) | 128);
  return Uint8Array.from([...out, rest]);
}

function join(...parts: (Uint8Array | Uint8Array[])[]): Uint8Array {
  const all = parts.flat();
  const out = new Uint8Array(all.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of all) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
