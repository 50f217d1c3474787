/**
 * Makes work that takes its time keep up with calls that come faster: one is worked on at a time, and of those that come
 * meanwhile only the last.
 *
 * @param fail is told what the work throws
 */
export function latestOnly<T>(
  work: (argument: T) => Promise<void>,
  fail: (error: unknown) => void,
): (argument: T) => void {
  let isWorking = false;
  let waiting: [T] | undefined;
  return function call(argument) {
    waiting = [argument];
    if (isWorking) return;
    isWorking = true;
    void (async () => {
      while (waiting) {
        const [next] = waiting;
        waiting = undefined;
        await work(next).catch(fail);
      }
      isWorking = false;
    })();
  };
}
