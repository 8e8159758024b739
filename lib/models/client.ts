export { choiceLabel } from "./choice-label.ts";
export { isSetting } from "./is-setting.ts";
