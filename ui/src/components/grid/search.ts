/** Tells whether a text holds every word of the search; amounts are found with and without their commas. */
export function searchFor(search: string): (text: string) => boolean {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .map((word) => (/^[$\d,.]+$/.test(word) ? word.replace(/[$,]/g, "") : word))
    .filter((word) => word !== "");
  return (text) => {
    const hay = text.toLowerCase();
    return words.every((word) => hay.includes(word));
  };
}
