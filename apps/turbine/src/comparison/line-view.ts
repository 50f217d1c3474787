import { duration } from '../format';
import type { Output } from '../io';
import type { FitProgress } from '../models/model';
import {
  describeKept,
  describeProgress,
  describeResult,
  describeTask,
  type ProgressView,
  type Task,
} from './progress-view';

/** At most one line in this time, so that a log stays readable. */
const secondsBetweenLines = 15;

/** Plain lines for logs and pipes: when a model starts, when it is done, and now and then between. */
export function lineView(output: Output, now: () => number = () => performance.now() / 1000): ProgressView {
  let task: Task = { name: '', position: 0, total: 0 };
  let started = 0;
  let lastLine = 0;
  const line = (text: string) => {
    lastLine = now();
    output.write(`${describeTask(task)}: ${text}\n`);
  };
  return {
    begin(next) {
      task = next;
      started = now();
      line('started');
    },
    update(progress: FitProgress) {
      if (now() - lastLine < secondsBetweenLines) return;
      line(`${describeProgress(progress, now() - started)} (${duration(now() - started)} so far)`);
    },
    end: result => line(describeResult(result)),
    keep: (kept, result) => output.write(`${describeKept(kept, result)}\n`),
    close: () => {},
  };
}
