// The first screen is shown when its heading is in the document and two frames have been drawn since.
(() => {
  if (window !== window.top) return;
  const tell = () => window.__TAURI_INTERNALS__.invoke("first_screen");
  const look = () => {
    if (!document.querySelector("h1")) return false;
    requestAnimationFrame(() => requestAnimationFrame(tell));
    return true;
  };
  if (look()) return;
  const observer = new MutationObserver(() => {
    if (look()) observer.disconnect();
  });
  observer.observe(document, { childList: true, subtree: true });
})();
