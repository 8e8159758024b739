/** A text field of a form as typed; an absent field and a file are the empty text. */
export function formText(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}
