export { periodAt } from "./period.ts";
export { amountWords, limitWords } from "./words.ts";
