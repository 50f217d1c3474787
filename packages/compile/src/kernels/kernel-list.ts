import { kernelFamilies } from './registry';

/** The page docs/kernels.md: every kernel that can be compiled, by family. */
export function kernelListMarkdown(): string {
  const sections = Object.entries(kernelFamilies).map(([family, kernels]) => {
    const names = Object.keys(kernels)
      .sort()
      .map(name => `\`${name}\``);
    return `## ${family}\n\n${names.join(', ')}\n`;
  });
  const introduction =
    'TensorFlow.js kernels that a compiled step may call, directly or in its gradients. ' +
    'Each is held against the cpu backend in the tests. Written from the registry by `kernelListMarkdown`.';
  return `# Kernels that can be compiled\n\n${introduction}\n\n${sections.join('\n')}`;
}
