import { arch, availableParallelism, cpus, platform, totalmem } from 'node:os';
import { version_core } from '@tensorflow/tfjs-core';
import { version } from '../../package.json';

/** The machine without its name: what times depend on. */
export interface Machine {
  readonly cpu: string;
  readonly threads: number;
  readonly memoryGB: number;
  readonly platform: string;
}

export function thisMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    threads: availableParallelism(),
    memoryGB: Math.round(totalmem() / 1e9),
    platform: `${platform()} ${arch()}`,
  };
}

export function versions(): Record<string, string> {
  return { '@heph/turbine': version, '@tensorflow/tfjs-core': version_core, node: process.versions.node };
}
