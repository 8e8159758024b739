export { amountWords, limitWords, subjectWords } from "./words.ts";
