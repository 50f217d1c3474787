import type { Table } from '@heph/data';
import { checkOneOf } from '@heph/estimator';

/** What a target is: numbers to predict, or classes to tell apart. */
export type Task = 'regression' | 'classification';

/**
 * What is asked for, or what the target's column says: text and booleans are classes, numbers are numbers.
 *
 * @throws RangeError if there is no such task
 * @throws HephError `missing-column`
 */
export function taskOf(table: Table, target: string, task: Task | undefined): Task {
  if (task === undefined)
    return table.column(target).kind === 'categorical' ? 'classification' : 'regression';
  checkOneOf('task', task, ['regression', 'classification']);
  return task;
}
