export { changeWords, overviewSentence } from "./overview/sentence.ts";
