import { isHephError } from '@heph/data';
import { count } from '../src/format';
import type { RowValues } from '../src/prediction/row-decoder';
import type { PageData } from '../src/serve/page-data';
import { byId, element } from './dom';
import { type PredictedFile, predictFile } from './predict-file';
import type { Predictor } from './predictor';

/** The part of the page that takes CSV files: chosen, or dropped anywhere. */
export class FileView {
  private readonly skipBadRows = byId<HTMLInputElement>('skip-bad-rows');
  private readonly fillColumns = byId<HTMLInputElement>('fill-columns');
  private readonly state = byId('file-state');
  private readonly result = byId('file-result');
  private file: File | undefined;
  private running = new AbortController();
  private address = '';

  constructor(
    private readonly data: PageData,
    private readonly predictor: Predictor,
    private readonly values: () => RowValues,
  ) {
    const names = data.columns.map(({ name }) => name).join(', ');
    byId('file-help').textContent =
      `The first line names the columns; needed are ${names}, in any order. Others may be there, too. The prediction and its interval are added to every row.`;
    const input = byId<HTMLInputElement>('file');
    input.addEventListener('change', () => this.take(input.files?.[0]));
    for (const box of [this.skipBadRows, this.fillColumns])
      box.addEventListener('change', () => this.take(this.file));
    this.acceptDrops();
  }

  private acceptDrops(): void {
    const drop = byId('drop');
    const hover = (isOver: boolean) => (event: DragEvent) => {
      event.preventDefault();
      drop.classList.toggle('over', isOver);
    };
    window.addEventListener('dragover', hover(true));
    window.addEventListener('dragleave', hover(false));
    window.addEventListener('drop', event => {
      hover(false)(event);
      void this.take(event.dataTransfer?.files[0]);
    });
  }

  private async take(file: File | undefined): Promise<void> {
    if (!file) return;
    this.file = file;
    this.running.abort();
    const running = new AbortController();
    this.running = running;
    this.result.replaceChildren();
    this.tell('', element('p', {}, `Reading ${file.name}…`));
    try {
      const predicted = await predictFile(file, {
        data: this.data,
        predictor: this.predictor,
        skipBadRows: this.skipBadRows.checked,
        fill: this.fillColumns.checked ? this.values() : undefined,
        signal: running.signal,
        onProgress: rows => this.tell('', element('p', {}, `${count(rows)} rows predicted…`)),
      });
      this.show(file, predicted);
    } catch (error) {
      if (!running.signal.aborted) this.tell('error', element('p', {}, this.explain(error)));
    }
  }

  private show(file: File, { csv, preview, tally }: PredictedFile): void {
    const { predicted, skipped, reasons, notes } = tally;
    const list = element('ul', {}, ...[...reasons, ...notes].map(text => element('li', {}, text)));
    const others = skipped > reasons.length ? `, these among them` : '';
    this.tell(
      '',
      element(
        'p',
        {},
        `${file.name}: ${rows(predicted)} predicted${skipped > 0 ? `, ${rows(skipped)} skipped${others}` : ''}.`,
      ),
      ...(list.childElementCount > 0 ? [list] : []),
    );
    URL.revokeObjectURL(this.address);
    this.address = URL.createObjectURL(csv);
    const download = element(
      'a',
      {
        class: 'download',
        href: this.address,
        download: `${file.name.replace(/\.csv$/i, '')}-predictions.csv`,
      },
      'Download as CSV',
    );
    this.result.replaceChildren(download, table(preview));
  }

  private explain(error: unknown): string {
    if (!isHephError(error)) return String(error);
    if (error.code === 'missing-column' && !this.fillColumns.checked)
      return `${error.message}. Tick “Columns that the file lacks take the values above” to predict anyway.`;
    if (/, row \d/.test(error.message) && !this.skipBadRows.checked)
      return `${error.message}. Tick “Skip bad rows” to predict the others.`;
    return error.message;
  }

  private tell(className: string, ...content: readonly Node[]): void {
    this.state.className = className;
    this.state.replaceChildren(...content);
  }
}

function rows(number: number): string {
  return `${count(number)} ${number === 1 ? 'row' : 'rows'}`;
}

/** Wide ones are scrolled, also with the keyboard. */
function table([header = [], ...body]: readonly (readonly string[])[]): HTMLElement {
  const line = (cells: readonly string[], tag: 'th' | 'td') =>
    element('tr', {}, ...cells.map(cell => element(tag, tag === 'th' ? { scope: 'col' } : {}, cell)));
  const label = `The first ${rows(body.length)} with predictions`;
  return element(
    'div',
    { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': label },
    element(
      'table',
      {},
      element('thead', {}, line(header, 'th')),
      element('tbody', {}, ...body.map(cells => line(cells, 'td'))),
    ),
  );
}
