import { ensureBackend } from '../engine/ensure-backend';
import { eagerEngine } from './eager-engine';
import type { Engine, EngineName } from './engine';

export interface EngineChoice {
  engine: Engine;
  /** Why this one, in words for the history. */
  reason: string;
}

/** Settles how steps are computed. */
export async function chooseEngine(_name: EngineName): Promise<EngineChoice> {
  await ensureBackend();
  return { engine: eagerEngine, reason: 'asked for' };
}
