/** An error that crosses a wire: its HTTP status (RFC 9110) and what it tells people to do. `{name}` is filled from the problem's details. */
export interface ProblemKind {
  status: number;
  zh: string;
  en: string;
}
