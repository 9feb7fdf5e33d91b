/** Codes of a traceability standard, read by its rule program: for browsers and Node. */

export interface Text {
  zh: string;
  en: string;
}

export type Verdict = "valid" | "invalid" | "not checked";
export type Evidence = "confirmed" | "single" | "unsure" | "project";

/** What `codes.json` holds; docs/program.md says what its fields mean. */
export interface ProgramData {
  format: number;
  standard: string;
  items: Record<string, { name: Text; carries: string[] }>;
  schemes: Record<string, { name: Text; identifies: string }>;
  messages: Record<string, Text>;
  [field: string]: unknown;
}

export interface ReadOptions {
  /** The date for which a text is read, `YYYY-MM-DD`; chooses the edition. */
  on?: string;
  /** Exactly the characters of the rule; otherwise also what people and scanners deliver. */
  strict?: boolean;
  /** A layout, `edition/layout`, which is then the only candidate. */
  only?: string;
  /** The day that counts as today. */
  today?: string;
}

export interface Summary {
  verdict: Verdict;
  /** Rule ids of the errors, sorted. */
  errors: string[];
  warnings: string[];
  edition?: string;
  layout?: string;
  segments?: Record<string, string>;
}

/** All encoding rules of a standard. */
export class Program {
  constructor(data: ProgramData);
  readonly data: ProgramData;
  /** The ids of all schemes. */
  readonly ids: string[];
  /** Read a text under a scheme. */
  read(id: string, text: string, options?: ReadOptions): Summary;
}

/** What is wrong, or doubtful, with its sentences. */
export interface Finding {
  rule: string;
  severity: "error" | "warning" | "info";
  /** Ids of the segments, joined by dots. */
  path?: string;
  /** In the text that was read, from 1. */
  position?: number;
  source?: string;
  evidence?: Evidence;
  zh: string;
  en: string;
}

export interface Segment {
  id: string;
  name: Text;
  role?: string;
  /** Where it begins, from 1; absent where several segments are read together. */
  at?: number;
  text: string;
  meaning?: Text;
  /** The scheme of a code that it holds, and the segments of that. */
  scheme?: string;
  segments?: Segment[];
}

/** A text as a code of one scheme. */
export interface Explanation {
  scheme: string;
  name: Text;
  identifies: string;
  verdict: Verdict;
  findings: Finding[];
  /** None if the text does not fit the layout. */
  segments: Segment[];
  /** The text after folding. */
  read?: string;
  edition?: {
    id: string;
    from?: string;
    to?: string;
    state: "current" | "past" | "future";
    evidence: Evidence;
    source: string;
  };
  layout?: { id: string; name: Text; evidence: Evidence; source: string };
}

export interface IdentifyOptions {
  /** The item on which the text stands; schemes that it carries come first. */
  item?: string;
  on?: string;
  /** Also schemes that the text nearly fits; `answer` always looks for them. */
  near?: boolean;
  today?: string;
}

/** One scheme to which a text may belong. */
export interface Match {
  scheme: string;
  name: Text;
  identifies: string;
  /** The text, or the part of it that was read. */
  text: string;
  /** False: a near miss. */
  fits: boolean;
  /** The share of this reading among all, "no code at all" included. */
  confidence: number;
  basis: "check" | "content" | "length";
  /** The payload in which the code was found. */
  inside?: "address" | "gs1" | "label" | "symbol" | "text";
  /** Ids of other schemes that fit nearly as well. */
  rivals: string[];
}

/** An element of the GS1 message in which a code stands. */
export interface MessageElement {
  /** Application identifier in brackets and data title. */
  name: string;
  text: string;
}

/** Every scheme that a text fits, the likeliest first. */
export function identify(program: Program, text: string, options?: IdentifyOptions): Match[];

/** A text as a code of a scheme. */
export function explain(
  program: Program,
  id: string,
  text: string,
  options?: ReadOptions,
): Explanation;

/** What a text may be, each reading explained; and what is doubtful about the first. */
export function answer(
  program: Program,
  text: string,
  options?: IdentifyOptions,
): { matches: Array<Match & Explanation & { elements?: MessageElement[] }>; findings: Finding[] };
