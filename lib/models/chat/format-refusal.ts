/** These say what is wrong by themselves, whatever their words: the key, the account, how often was asked. */
const otherwise = new Set([401, 402, 403, 407, 408, 429]);
/** Some servers refuse what they do not know without a word about it. */
const mayBeSilent = new Set([400, 404, 415, 422, 501]);
const aboutFormat =
  /response[_ ]?(?:format|schema|mime)|json|structured|grammar|guided|schema|output[_ .]?(?:format|config)|\bformat\b/i;

/** Whether a refusal may be about structured output: by its words, or because it has none. */
export function mayRefuseFormat(status: number, said: string): boolean {
  if (status < 400 || otherwise.has(status)) return false;
  if (aboutFormat.test(said)) return true;
  const isSilent =
    /^\W*(?:bad request|invalid request|not found|not implemented|unsupported media type|unprocessable (?:entity|content))?\W*$/i;
  return mayBeSilent.has(status) && isSilent.test(said);
}
