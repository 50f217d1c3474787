import type { Writable } from 'node:stream';
import { Presets, SingleBar } from 'cli-progress';
import type { Output } from './io';

/** A bar on one line of a terminal, redrawn at most eight times a second; `format` is cli-progress's. */
export function terminalBar(output: Output, format: string): SingleBar {
  return new SingleBar(
    {
      stream: output as Output & Writable,
      format,
      barsize: 12,
      fps: 8,
      hideCursor: true,
      clearOnComplete: true,
      gracefulExit: false,
    },
    Presets.rect,
  );
}
