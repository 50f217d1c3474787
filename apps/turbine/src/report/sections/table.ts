import { html, type Html } from '../html';

export interface TableRow {
  /** The first is the row's name. */
  readonly cells: readonly string[];
  readonly isBest?: boolean;
}

/** A table that scrolls sideways where the screen is narrow. */
export function table(label: string, head: readonly string[], rows: readonly TableRow[]): Html {
  const row = ({ cells: [name, ...cells], isBest }: TableRow) =>
    html`<tr${isBest ? html` class="best"` : undefined}>
<th scope="row">${name}</th>${cells.map(cell => html`<td>${cell}</td>`)}</tr>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}">
    <table>
      <thead>
        <tr>
          ${head.map(text => html`<th scope="col">${text}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(row)}
      </tbody>
    </table>
  </div>`;
}
