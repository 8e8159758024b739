import type { DecideTaskInput } from "#schema/review";
import type { Draft } from "./desk-state.ts";

/** A decision written down before it is sent, so that a reload or a lost connection loses none. */
export type UnsentDecision = {
  /** Sorts by time; the server takes a key once. */
  key: string;
  taskId: string;
  taskNumber: number;
  decisionsNeeded: number;
  verdict: DecideTaskInput;
  /** Set when the server did not take it: why. */
  refusal?: string;
};

/** What browsers have unsent decisions under since 0.1.0: another name would lose those on their way. */
const unsentEntries = "letter/";

type Store = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

/**
 * What one reviewer has written in one queue and not yet sent, in the browser's storage: an entry each, so that
 * two tabs never write over each other. Every write says whether it was kept; without storage none is.
 */
export class DeskStorage<Written = Draft> {
  readonly #store: Store | null;
  readonly #prefix: string;

  constructor(store: Store | null, owner: { userId: string; project: string; queueId: string }) {
    this.#store = store;
    this.#prefix = `valueloop.desk/${owner.userId}/${owner.project}/${owner.queueId}/`;
  }

  drafts(): [string, Written][] {
    return this.#entries<Written>("draft/");
  }

  /** In the order they were written. */
  unsent(): UnsentDecision[] {
    return this.#entries<UnsentDecision>(unsentEntries).map(([, decision]) => decision);
  }

  hasUnsent(key: string): boolean {
    return this.#read(`${unsentEntries}${key}`) !== null;
  }

  keepDraft(taskId: string, draft: Written | null): boolean {
    return draft === null ? this.#remove(`draft/${taskId}`) : this.#write(`draft/${taskId}`, draft);
  }

  keepUnsent(decision: UnsentDecision): boolean {
    return this.#write(`${unsentEntries}${decision.key}`, decision);
  }

  dropUnsent(key: string): void {
    this.#remove(`${unsentEntries}${key}`);
  }

  #entries<Value>(kind: string): [string, Value][] {
    const prefix = this.#prefix + kind;
    const names: string[] = [];
    for (let index = 0; index < (this.#store?.length ?? 0); index += 1) {
      const name = this.#store?.key(index);
      if (name?.startsWith(prefix)) names.push(name);
    }
    return names.toSorted().flatMap((name) => {
      const value = this.#read(name.slice(this.#prefix.length));
      // Written only by this class; what cannot be read is an entry of an older release and left out.
      return value === null ? [] : [[name.slice(prefix.length), value as Value] as [string, Value]];
    });
  }

  #read(name: string): unknown {
    try {
      return JSON.parse(this.#store?.getItem(this.#prefix + name) ?? "null");
    } catch {
      // Not ours, or cut off: there is nothing to restore from it.
      return null;
    }
  }

  #write(name: string, value: unknown): boolean {
    try {
      if (!this.#store) return false;
      this.#store.setItem(this.#prefix + name, JSON.stringify(value));
      return true;
    } catch {
      // The browser refuses (private window, no room): the desk warns before leaving instead.
      return false;
    }
  }

  #remove(name: string): boolean {
    try {
      this.#store?.removeItem(this.#prefix + name);
    } catch {
      return false;
    }
    return true;
  }
}

/** The browser's own storage; null on the server and where it is switched off. */
export function browserStore(): Store | null {
  try {
    return typeof window === "undefined" ? null : window.localStorage;
  } catch {
    // Reading the property throws where the site may store nothing.
    return null;
  }
}
