import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { kernelListMarkdown } from './kernel-list';
import { kernelFamilies, supportedKernels } from './registry';

const page = join(__dirname, '../../docs/kernels.md');

describe('the registry', () => {
  it('has every kernel in one family only', () => {
    const names = Object.values(kernelFamilies).flatMap(family => Object.keys(family));
    expect(new Set(names).size).toBe(names.length);
    expect(supportedKernels()).toEqual([...names].sort());
  });

  it('is what docs/kernels.md lists (UPDATE_DOCS=1 writes the page anew)', () => {
    if (process.env['UPDATE_DOCS']) writeFileSync(page, kernelListMarkdown());
    expect(readFileSync(page, 'utf8').replaceAll(/\s+/g, ' ')).toBe(
      kernelListMarkdown().replaceAll(/\s+/g, ' '),
    );
  });
});
