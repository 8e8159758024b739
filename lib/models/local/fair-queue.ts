/** A queue in which everybody's first waits before anybody's second: round robin over keys, first come first served within one. */
export class FairQueue<Item> {
  readonly #lines = new Map<string, Item[]>();

  get size(): number {
    let size = 0;
    for (const line of this.#lines.values()) size += line.length;
    return size;
  }

  add(key: string, item: Item): void {
    const line = this.#lines.get(key);
    if (line) line.push(item);
    else this.#lines.set(key, [item]);
  }

  /** Takes out whose turn it is; their key then goes to the end. */
  next(): Item | undefined {
    const [first] = this.#lines;
    if (!first) return undefined;
    const [key, line] = first;
    const item = line.shift();
    this.#lines.delete(key);
    if (line.length > 0) this.#lines.set(key, line);
    return item;
  }

  /** Takes out an item that no longer wants its turn; false when it is not waiting. */
  remove(item: Item): boolean {
    for (const [key, line] of this.#lines) {
      const at = line.indexOf(item);
      if (at === -1) continue;
      line.splice(at, 1);
      if (line.length === 0) this.#lines.delete(key);
      return true;
    }
    return false;
  }
}
