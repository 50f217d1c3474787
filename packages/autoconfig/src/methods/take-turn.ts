import { HephError } from '@heph/data';

/**
 * Lets the event loop have its turn, and ends the work where the signal asks for it.
 * @throws HephError `aborted`
 */
export async function takeTurn(signal: AbortSignal | undefined): Promise<void> {
  await new Promise<void>(resolve => setTimeout(resolve));
  if (signal?.aborted)
    throw new HephError('aborted', 'aborted while scoring pairs', { cause: signal.reason });
}
