/** The browser's own signs that the net came or went. */

export function watchConnectivity(online: () => void, offline: () => void): () => void {
  addEventListener("online", online);
  addEventListener("offline", offline);
  return () => {
    removeEventListener("online", online);
    removeEventListener("offline", offline);
  };
}
