/** What the page asks for one column's value with. */
export interface Control {
  readonly element: HTMLElement;
  /** null is missing. */
  readonly value: number | string | null;
  /** Back to where it stood at first. */
  reset(): void;
}
