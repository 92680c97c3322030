/** How the connection to a server is kept safe, in the words of an address. */
export type Encryption = "verify-full" | "disable";

/** A book on a server, part by part and without a password. */
export type SharedPlace = {
  host: string;
  port: string;
  database: string;
  user: string;
  encryption: Encryption;
  /** A file with the certificate that the server is known by; empty for those that this computer trusts. */
  certificate: string;
  /** Tells apart several books in one database; empty for the only one. */
  book: string;
};

export const usualPort = "5432";

const shape =
  /^postgres(?:ql)?:\/\/(?:([^:@/?#]*)(?::[^@/?#]*)?@)?(\[[^\]]*\]|[^:/?#]*)(?::(\d*))?(?:\/([^?#]*))?(?:\?([^#]*))?$/;

/** Whether the address is that of a server, not of a file. */
export function isSharedAddress(address: string): boolean {
  return /^postgres(?:ql)?:\/\//.test(address);
}

/** The address of a shared book. It has no password: that goes beside it, and is never kept. */
export function sharedAddress(place: SharedPlace): string {
  const port = place.port.trim() || usualPort;
  const certificate = place.encryption === "disable" ? "" : place.certificate;
  const settings = [
    ["sslmode", place.encryption],
    ["sslrootcert", certificate],
    ["book", place.book],
  ] as const;
  const query = settings
    .filter(([, value]) => value.trim() !== "")
    .map(([name, value]) => `${name}=${encoded(value)}`)
    .join("&");
  return `postgres://${encoded(place.user)}@${encodedHost(place.host)}:${port}/${encoded(place.database)}?${query}`;
}

/** The parts of an address, or nothing where it is not that of a shared book. */
export function readSharedAddress(address: string): SharedPlace | null {
  const parts = shape.exec(address);
  if (!parts) return null;
  const [, user = "", host = "", port = "", database = "", query = ""] = parts;
  const settings = new URLSearchParams(query);
  return {
    host: decoded(host.replace(/^\[|\]$/g, "")),
    port: port || usualPort,
    database: decoded(database),
    user: decoded(user),
    encryption: settings.get("sslmode") === "disable" ? "disable" : "verify-full",
    certificate: settings.get("sslrootcert") ?? "",
    book: settings.get("book") ?? "",
  };
}

/** An address as a person reads it: `user@host/database`, with what is unusual; that of a file as it is. */
export function shownAddress(address: string): string {
  const place = readSharedAddress(address);
  if (!place) return address;
  const host = place.host.includes(":") ? `[${place.host}]` : place.host;
  const port = place.port === usualPort ? "" : `:${place.port}`;
  const book = place.book === "" ? "" : ` (${place.book})`;
  const user = place.user === "" ? "" : `${place.user}@`;
  return `${user}${host}${port}/${place.database}${book}`;
}

function encoded(text: string): string {
  return encodeURIComponent(text.trim());
}

/** A host of figures and colons stands in brackets, or its last colon would begin the port. */
function encodedHost(typed: string): string {
  const host = typed.trim().replace(/^\[(.*)\]$/, "$1");
  return host.includes(":") ? `[${host.split(":").map(encoded).join(":")}]` : encoded(host);
}

/** Parts that were never encoded rightly are shown as they are. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
