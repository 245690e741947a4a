/** One step of long work. `phase` is stable (`"pull"`, `"walk"`, `"match"` …); `message` is for people. */
export interface ProgressEvent {
  phase: string;
  message: string;
  /** How much is done, in `unit`. */
  done?: number;
  /** How much there is in all, in `unit`; absent when it is not known. */
  total?: number;
  unit?: "bytes" | "items";
}

/** Receives progress. Called often: it must be cheap, and it must not throw. */
export type Progress = (event: ProgressEvent) => void;
