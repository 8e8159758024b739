/**
 * A generator's values as a stream that makes them only as fast as they are read. Leaving the stream ends the generator,
 * at once where it stands at a value, else when it comes to its next one.
 */
export function streamOf<Value>(values: AsyncGenerator<Value>): ReadableStream<Value> {
  return new ReadableStream<Value>({
    pull: async (controller) => {
      const { value, done } = await values.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    // Not waited for: it may be in the middle of something long, of which nobody hears any more.
    cancel: () => void values.return(undefined).catch(() => undefined),
  });
}

/** The same of texts, as UTF-8. */
export function byteStreamOf(texts: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return streamOf(mapped(texts, (text) => encoder.encode(text)));
}

/** A generator from whose values the first was taken already, to learn whether there are any. */
export async function* withFirst<Value>(
  first: IteratorResult<Value>,
  rest: AsyncGenerator<Value>,
): AsyncGenerator<Value> {
  try {
    if (!first.done) yield first.value;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}

/** Each value mapped. */
export async function* mapped<Value, Other>(
  values: AsyncGenerator<Value>,
  put: (value: Value) => Other,
): AsyncGenerator<Other> {
  for await (const value of values) yield put(value);
}
