import { describe, expect, it } from '@jest/globals';
import { resultOf } from '../../test/support/results';
import { Captured } from '../../test/support/world';
import { chooseView } from './choose-view';
import { lineView } from './line-view';

const task = { name: 'Base Hephaestus', position: 2, total: 6 };

class Terminal extends Captured {
  readonly isTTY = true;

  cursorTo(): boolean {
    return true;
  }

  clearLine(): boolean {
    return true;
  }
}

describe('in a pipe', () => {
  it('prints when a model starts, every quarter of a minute, and when it is done', () => {
    const output = new Captured();
    let seconds = 0;
    const view = lineView(output, () => seconds);
    view.begin(task);
    for (; seconds < 40; seconds++)
      view.update({ fraction: seconds / 80, epoch: seconds, epochs: 80, loss: 0.1234, rowsPerSecond: 5300 });
    view.end(resultOf('Base Hephaestus', 12.345));
    view.close();
    expect(output.lines).toEqual([
      '[2/6] Base Hephaestus: started',
      '[2/6] Base Hephaestus: 1 min 5 s left, epoch 15/80, loss 0.123, 5,300 rows/s (15.0 s so far)',
      '[2/6] Base Hephaestus: 50.0 s left, epoch 30/80, loss 0.123, 5,300 rows/s (30.0 s so far)',
      '[2/6] Base Hephaestus: MSE 12.35, fitted in 10.0 s',
    ]);
  });

  it('writes no control characters', () => {
    const output = new Captured();
    const view = chooseView(output);
    view.begin(task);
    view.update({ fraction: 0.5 });
    view.end(resultOf('Base Hephaestus', 12));
    expect(output.text).not.toContain('\u001b');
    expect(output.text).not.toContain('\r');
  });
});

describe('on a terminal', () => {
  it('draws a bar, and leaves a line and the cursor behind', () => {
    const output = new Terminal();
    const view = chooseView(output);
    view.begin(task);
    view.update({ fraction: 0.42, epoch: 10, epochs: 24, loss: 0.2, rowsPerSecond: 5300 });
    view.end(resultOf('Base Hephaestus', 12));
    expect(output.text).toContain('[2/6] Base Hephaestus ');
    expect(output.text).toContain('42% ');
    expect(output.text).toContain('epoch 10/24, loss 0.200, 5,300 rows/s');
    expect(output.text.endsWith('[2/6] Base Hephaestus: MSE 12.00, fitted in 10.0 s\n')).toBe(true);
    const cursor = (code: string) => output.text.lastIndexOf(`\u001b[?25${code}`);
    expect(cursor('h')).toBeGreaterThan(cursor('l'));
  });

  it('gives the cursor back when a fit is broken off', () => {
    const output = new Terminal();
    const view = chooseView(output);
    view.begin(task);
    view.close();
    expect(output.text).toContain('\u001b[?25h');
  });
});
