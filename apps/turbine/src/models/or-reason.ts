/** What a fit comes to. Of one that is stopped nothing is wanted, whether it has come to something or not. @throws the reason */
export async function orReason<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const [outcome] = await Promise.allSettled([work]);
  signal.throwIfAborted();
  if (outcome.status === 'rejected') throw outcome.reason;
  return outcome.value;
}
