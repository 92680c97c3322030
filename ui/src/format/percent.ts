/** How far something has come, in whole percent; nothing while it is not known how far it goes. */
export function percentDone(done: number, total: number): string {
  return total > 0 ? `${Math.floor((done * 100) / total)} %` : "";
}
