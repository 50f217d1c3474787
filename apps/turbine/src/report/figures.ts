import { html, Html } from './html';

type Values = ArrayLike<number | null> | ArrayLike<string>;

/** A plot with what it was drawn from. */
export interface Figure {
  /** The name of its files, without an ending; letters, digits and hyphens. */
  readonly id: string;
  /** What the figure is, for the names of its buttons. */
  readonly title: string;
  readonly plot: Html;
  readonly caption: string;
  /** The columns of its CSV file, by name, all equally long. */
  readonly data: Readonly<Record<string, Values>>;
}

/** Draws figures with buttons for a PNG and a CSV file, and gathers the data that the buttons need. */
export class Figures {
  private readonly columns = new Map<Values, number>();
  private readonly files: Record<string, [name: string, column: number][]> = {};

  add({ id, title, plot, caption, data }: Figure): Html {
    if (id in this.files) throw new TypeError(`there is a figure ${id} already`);
    this.files[id] = Object.entries(data).map(([name, values]) => [name, this.place(values)]);
    return html`<figure id="${id}">
      ${plot}
      <figcaption>
        ${caption}
        <span class="save" hidden>
          <button type="button" data-save="png" aria-label="Save “${title}” as PNG">PNG</button>
          <button type="button" data-save="csv" aria-label="Save “${title}” as CSV">CSV</button>
        </span>
      </figcaption>
    </figure>`;
  }

  /** The data of all figures as a block that nothing executes; what several have in common is there once. */
  get script(): Html {
    const columns = [...this.columns.keys()].map(values =>
      Array.from<unknown>(values as ArrayLike<unknown>).map(short),
    );
    // No text can end the block early.
    const json = JSON.stringify({ columns, files: this.files }).replaceAll('<', '\\u003c');
    return new Html(`<script type="application/json" id="figure-data">${json}</script>`);
  }

  private place(values: Values): number {
    const known = this.columns.get(values);
    if (known !== undefined) return known;
    this.columns.set(values, this.columns.size);
    return this.columns.size - 1;
  }
}

/** Seven digits are what a float32 holds. */
function short(value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toPrecision(7)) : value;
}
