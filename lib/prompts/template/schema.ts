/** Something wrong in a template; `from` and `to` are positions in the text at `place`. */
export type TemplateProblem = {
  place: string;
  from: number;
  to: number;
  message: string;
  severity: "error" | "warning";
};
