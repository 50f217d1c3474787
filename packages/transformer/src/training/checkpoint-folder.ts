import type { StoredTensor } from '../storage/safetensors';
import { readCheckpoint, writeCheckpoint, type Checkpoint, type CheckpointProgress } from './checkpoint';
import { requireSameRun, runIdentity, type RunIdentity, type RunSubject } from './run-identity';

/** The folder that a training leaves its checkpoints in, and what it held when the training began. */
export class CheckpointFolder {
  private constructor(
    private readonly directory: string,
    private readonly identity: RunIdentity,
    /** Where to go on from; null at the beginning. */
    readonly checkpoint: Checkpoint | null,
  ) {}

  /**
   * @throws HephError `schema-mismatch` if the folder's checkpoint is of another training, saying in what;
   *   `invalid-file` if it is not whole.
   */
  static async open(directory: string, subject: RunSubject): Promise<CheckpointFolder> {
    const checkpoint = await readCheckpoint(directory);
    const identity = await runIdentity(subject);
    if (checkpoint !== null) requireSameRun(directory, checkpoint.identity, identity);
    return new CheckpointFolder(directory, identity, checkpoint);
  }

  write(progress: CheckpointProgress, tensors: readonly StoredTensor[]): Promise<void> {
    return writeCheckpoint(this.directory, { identity: this.identity, progress, tensors });
  }
}
