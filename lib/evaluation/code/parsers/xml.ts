import { type CodeParser, noError } from "../verdict.ts";
import { readXml } from "../xml.ts";

export const checkXml: CodeParser = (code) => {
  const read = readXml(code);
  return "error" in read ? { error: read.error } : noError;
};
