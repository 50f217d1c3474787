import type { Output } from '../io';
import { terminalBar } from '../terminal-bar';
import type { SearchReport } from './find-dataset';

/** Shows the search for the data: notes as lines, a download as a bar where there is a terminal. */
export function searchView(output: Output): SearchReport & { close(): void } {
  let bar: ReturnType<typeof terminalBar> | undefined;
  const close = () => {
    bar?.stop();
    bar = undefined;
  };
  return {
    note(message) {
      close();
      output.write(`${message}\n`);
    },
    downloading(received, total) {
      if (!output.isTTY) return;
      if (!bar) {
        bar = terminalBar(output, 'fetching {bar} {kilobytes} kB');
        bar.start(total ?? 0, 0, { kilobytes: 0 });
      }
      bar.update(Math.min(received, total ?? 0), { kilobytes: Math.round(received / 1000) });
    },
    close,
  };
}
