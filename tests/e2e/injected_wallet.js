// An EIP-6963 wallet whose key stays in the test: every request goes out to Python and comes back as an
// answer or an EIP-1193 error. `window.testWallet` lets a test act as the person in front of the extension.
(() => {
  const listeners = new Map();
  const emit = (event, value) => (listeners.get(event) ?? []).forEach((listener) => listener(value));
  const provider = {
    async request({ method, params }) {
      const answer = JSON.parse(await window.askTestWallet(JSON.stringify({ method, params })));
      if (answer.events) answer.events.forEach(([event, value]) => emit(event, value));
      if (answer.error) {
        const { message, code, data } = answer.error;
        throw Object.assign(new Error(message), { code, data });
      }
      return answer.result;
    },
    on(event, listener) {
      listeners.set(event, [...(listeners.get(event) ?? []), listener]);
      return provider;
    },
    removeListener(event, listener) {
      listeners.set(
        event,
        (listeners.get(event) ?? []).filter((known) => known !== listener),
      );
      return provider;
    },
  };
  const icon =
    "data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHZpZXdCb3g9IjAgMCA4IDgiPjxyZWN0IHdpZHRoPSI4IiBoZWlnaHQ9IjgiIGZpbGw9IiMzYTYiLz48L3N2Zz4=";
  const info = Object.freeze({
    uuid: "7c0e1b52-6a1e-4b8e-9d0c-0a3f5f2f9b11",
    name: "Test Wallet",
    icon,
    rdns: "test.hashtagspace.wallet",
  });
  const announce = () =>
    window.dispatchEvent(
      new CustomEvent("eip6963:announceProvider", { detail: Object.freeze({ info, provider }) }),
    );
  window.addEventListener("eip6963:requestProvider", announce);
  announce();
  window.testWallet = { emit };
})();
