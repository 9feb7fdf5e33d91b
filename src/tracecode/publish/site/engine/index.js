/** Codes of a traceability standard, read by its rule program: for browsers and Node. */

export { answer, explain } from "./explaining.js";
export { identify } from "./ranking.js";
export { Program } from "./reader.js";
