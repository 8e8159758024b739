export { slugFrom } from "./slug.ts";
