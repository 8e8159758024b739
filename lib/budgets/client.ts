export { amountWords, limitWords, subjectWords } from "./wording.ts";
