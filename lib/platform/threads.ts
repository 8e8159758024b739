const isThreadFlag = (flag: string) => !flag.startsWith("--input-type");

/**
 * A thread has the flags of its process, but not `--input-type`, which says how the text of `node -e` is to be read and with
 * which Node refuses to read a thread's file. Named they are only there: of flags by name Node takes none of V8's, which a
 * thread has all the same.
 */
export const threadOptions: { execArgv?: string[] } = process.execArgv.every(isThreadFlag)
  ? {}
  : { execArgv: process.execArgv.filter(isThreadFlag) };
