/** The fields of a form that stand on the screen and say their own errors; a store, since a field is known once drawn. */
export type ShownFields = {
  /** Tells that a field stands; answers with what takes it away. */
  add: (name: string) => () => void;
  has: (name: string) => boolean;
  /** All names, one a line: a value that is the same while they are. */
  names: () => string;
  subscribe: (listener: () => void) => () => void;
};

export function shownFields(): ShownFields {
  const names = new Set<string>();
  const listeners = new Set<() => void>();
  let snapshot = "";
  const tell = () => {
    snapshot = [...names].join("\n");
    for (const listener of listeners) listener();
  };
  return {
    add: (name) => {
      names.add(name);
      tell();
      return () => {
        names.delete(name);
        tell();
      };
    },
    has: (name) => names.has(name),
    names: () => snapshot,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
