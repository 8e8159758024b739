/** A generator's values as lines of JSON. Cancelling the stream ends the generator. */
export function lineStream<Value>(
  first: IteratorResult<Value>,
  rest: AsyncGenerator<Value>,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let next: IteratorResult<Value> | null = first;
  return new ReadableStream({
    async pull(controller) {
      const result = next ?? (await rest.next());
      next = null;
      if (result.done) controller.close();
      else controller.enqueue(encoder.encode(`${JSON.stringify(result.value)}\n`));
    },
    async cancel() {
      await rest.return(undefined);
    },
  });
}
