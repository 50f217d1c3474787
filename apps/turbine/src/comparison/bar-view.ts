import type { SingleBar } from 'cli-progress';
import type { Output } from '../io';
import { terminalBar } from '../terminal-bar';
import {
  describeKept,
  describeProgress,
  describeResult,
  describeTask,
  type ProgressView,
  type Task,
} from './progress-view';

/** A bar that lives on one line of the terminal; what is done stays above it. */
export function barView(output: Output): ProgressView {
  let task: Task = { name: '', position: 0, total: 0 };
  let bar: SingleBar | undefined;
  let started = 0;
  const close = () => {
    bar?.stop();
    bar = undefined;
  };
  return {
    begin(next) {
      task = next;
      started = performance.now();
      bar = terminalBar(output, '{task} {bar} {percentage}% {details}');
      bar.start(1, 0, { task: describeTask(next), details: '' });
    },
    update(progress) {
      const details = describeProgress(progress, (performance.now() - started) / 1000);
      bar?.update(progress.fraction ?? 0, { details });
    },
    end(result) {
      close();
      output.write(`${describeTask(task)}: ${describeResult(result)}\n`);
    },
    keep: (kept, result) => output.write(`${describeKept(kept, result)}\n`),
    close,
  };
}
