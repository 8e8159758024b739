/**
 * Sends one thing after the other, in the order given, and lives longer than the page that gave them: leaving
 * for another page of the studio loses nothing. `onChange` hears how many are still on their way.
 */
export class Outbox {
  #last: Promise<unknown> = Promise.resolve();
  #size = 0;
  readonly #onChange: (size: number) => void;

  constructor(onChange: (size: number) => void) {
    this.#onChange = onChange;
  }

  /** Runs the work when everything before it is through, whether that went well or not. */
  put<Value>(work: () => Promise<Value>): Promise<Value> {
    this.#change(1);
    const mine = this.#last.then(work).finally(() => this.#change(-1));
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  /** Comes when everything put in so far is through. */
  settled(): Promise<unknown> {
    return this.#last;
  }

  #change(by: number): void {
    this.#size += by;
    this.#onChange(this.#size);
  }
}
