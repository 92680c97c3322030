/** A file name from an organization's name: what a file system takes everywhere, and a person still reads. */
function fileName(organization: string): string {
  const plain = organization
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60);
  return `${plain === "" ? "Book" : plain}.lendingos`;
}

/** What a file of events is named after: the organization, where it has the name that the export suggests. */
export function organizationOf(eventsFile: string): string {
  const name = eventsFile.slice(Math.max(eventsFile.lastIndexOf("/"), eventsFile.lastIndexOf("\\")) + 1);
  return name
    .replace(/\.gz$/i, "")
    .replace(/\.(nd)?json$/i, "")
    .replace(/-events-\d{4}-\d\d-\d\d$/, "");
}

/** Where a new book would go: in the suggested folder, written as that system writes its paths. */
export function suggestAddress(folder: string, organization: string): string {
  if (folder === "") return "";
  const separator = folder.includes("\\") && !folder.includes("/") ? "\\" : "/";
  const closed = folder.endsWith(separator) ? folder : folder + separator;
  return closed + fileName(organization);
}
