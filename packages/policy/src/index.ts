export { applyIgnores } from "./ignore/apply.ts";
export { policyRules } from "./ignore/notes.ts";
export { type JudgeInput, type Judgement, judge } from "./judge.ts";
