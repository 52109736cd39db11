import 'fake-indexeddb/auto'

// jsdom has no canvas; axe asks for one only to look at icon fonts, which this app has not.
if (typeof HTMLCanvasElement !== 'undefined') HTMLCanvasElement.prototype.getContext = () => null

// Nor has it ResizeObserver: nothing has a size there.
globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
}
