const memorySection = 5;
/** Bytes of a page of wasm's memory. */
export const pageBytes = 65_536;

/**
 * A module whose own memory may grow by `morePages` over what it begins with, and no further: the engine itself refuses
 * more. For modules with one memory of their own and no bound. Throws where the module is of another kind.
 */
export function withMemoryLimit(module: Uint8Array, morePages: number): Uint8Array<ArrayBuffer> {
  let at = 8;
  while (at < module.length) {
    const begin = at;
    const id = module[at];
    const size = readNumber(module, at + 1);
    const end = size.next + size.value;
    if (id === memorySection) {
      const count = readNumber(module, size.next);
      const least = readNumber(module, count.next + 1);
      // One memory, neither bounded nor shared.
      if (count.value !== 1 || module[count.next] !== 0)
        throw new Error("The module's memory is of another kind.");
      const content = [1, 1, ...written(least.value), ...written(least.value + morePages)];
      const section = [memorySection, ...written(content.length), ...content];
      const limited = new Uint8Array(begin + section.length + module.length - end);
      limited.set(module.subarray(0, begin));
      limited.set(section, begin);
      limited.set(module.subarray(end), begin + section.length);
      return limited;
    }
    at = end;
  }
  throw new Error("The module has no memory of its own.");
}

/** An unsigned LEB128 number and where the next byte stands. */
function readNumber(bytes: Uint8Array, at: number): { value: number; next: number } {
  let [value, shift, next] = [0, 0, at];
  for (;;) {
    const byte = bytes[next] ?? 0;
    value += (byte & 127) * 2 ** shift;
    shift += 7;
    next += 1;
    if (byte < 128) return { value, next };
  }
}

function written(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) + 128);
  }
}
