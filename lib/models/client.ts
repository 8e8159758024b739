export { isSetting } from "./is-setting.ts";
