const units = ["B", "KB", "MB", "GB", "TB"] as const;

/** Bytes as a size that a person compares, by thousands: `850 B`, `12.3 KB`, `4.6 MB`. */
export function formatBytes(bytes: number): string {
  let size = bytes;
  let unit = 0;
  // From 999.95 on, one decimal would be rounded up to a thousand of the smaller unit.
  while (size >= (unit === 0 ? 1_000 : 999.95) && unit < units.length - 1) {
    size /= 1_000;
    unit += 1;
  }
  return `${unit === 0 ? size : size.toFixed(1)} ${units[unit]}`;
}
