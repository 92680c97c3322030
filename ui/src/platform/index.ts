import { host } from "./host";
import type { Platform } from "./platform";
import { tauri } from "./tauri";

/** Chosen once, at run time: the shell when there is one, else the development host. */
export const platform: Platform = "__TAURI_INTERNALS__" in window ? tauri : host;
export { copyText } from "./clipboard";
