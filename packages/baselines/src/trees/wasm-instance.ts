const compiled = new Map<string, WebAssembly.Module>();

/**
 * An instance of a module in base64, which is compiled once.
 * @returns its exports
 * @throws an Error where there is no such WebAssembly, or none is allowed
 */
export function instantiate<Exports>(base64: string, imports: WebAssembly.Imports): Exports {
  let module = compiled.get(base64);
  if (!module) {
    module = new WebAssembly.Module(Uint8Array.from(atob(base64), char => char.charCodeAt(0)));
    compiled.set(base64, module);
  }
  return new WebAssembly.Instance(module, imports).exports as Exports;
}
