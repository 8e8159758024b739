export { periodAt } from "./period.ts";
export { amountWords, limitWords, subjectWords } from "./words.ts";
