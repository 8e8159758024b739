/**
 * Node's flags for a thread: those of the process but `--input-type`, which says how the text of `node -e` is to be read
 * and with which Node refuses to read a thread's file.
 */
export const threadFlags: readonly string[] = process.execArgv.filter(
  (flag) => !flag.startsWith("--input-type"),
);
