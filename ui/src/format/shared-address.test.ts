import { describe, expect, it } from "vitest";
import {
  type SharedPlace,
  isSharedAddress,
  readSharedAddress,
  sharedAddress,
  shownAddress,
} from "./shared-address";

const cedar: SharedPlace = {
  host: "db.example.com",
  port: "5432",
  database: "lending",
  user: "ada",
  encryption: "verify-full",
  certificate: "",
  book: "",
};

describe("sharedAddress", () => {
  it.each<[string, Partial<SharedPlace>, string]>([
    ["what is usual", {}, "postgres://ada@db.example.com:5432/lending?sslmode=verify-full"],
    [
      "spaces around what was typed",
      { host: " db ", user: "ada " },
      "postgres://ada@db:5432/lending?sslmode=verify-full",
    ],
    ["no port", { port: "" }, "postgres://ada@db.example.com:5432/lending?sslmode=verify-full"],
    ["another port", { port: "6543" }, "postgres://ada@db.example.com:6543/lending?sslmode=verify-full"],
    [
      "a certificate and a name",
      { certificate: "/etc/ca & co.pem", book: "cedar" },
      "postgres://ada@db.example.com:5432/lending?sslmode=verify-full&sslrootcert=%2Fetc%2Fca%20%26%20co.pem&book=cedar",
    ],
    [
      "no encryption, and so no certificate",
      { encryption: "disable", certificate: "/etc/ca.pem" },
      "postgres://ada@db.example.com:5432/lending?sslmode=disable",
    ],
    [
      "signs that mean something in an address",
      { user: "ada:b@c/d", database: "loans?#%&é" },
      "postgres://ada%3Ab%40c%2Fd@db.example.com:5432/loans%3F%23%25%26%C3%A9?sslmode=verify-full",
    ],
    ["an IPv6 host", { host: "::1" }, "postgres://ada@[::1]:5432/lending?sslmode=verify-full"],
    [
      "an IPv6 host in brackets",
      { host: "[fe80::1]" },
      "postgres://ada@[fe80::1]:5432/lending?sslmode=verify-full",
    ],
    [
      "a folder of sockets",
      { host: "/run/postgresql" },
      "postgres://ada@%2Frun%2Fpostgresql:5432/lending?sslmode=verify-full",
    ],
  ])("writes %s", (_, parts, address) => {
    expect(sharedAddress({ ...cedar, ...parts })).toBe(address);
  });

  it.each<Partial<SharedPlace>>([
    {},
    { host: "::1", port: "6543", book: "cedar" },
    { host: "/run/postgresql", encryption: "disable" },
    { user: "ada:b@c/d", database: "loans?#%&é+ x", certificate: "C:\\certificates\\ca+1.pem" },
  ])("writes what can be read again: %o", (parts) => {
    const place = { ...cedar, ...parts };
    expect(readSharedAddress(sharedAddress(place))).toEqual(place);
  });
});

describe("readSharedAddress", () => {
  it("fills in what is usual", () => {
    expect(readSharedAddress("postgresql://ada@db.example.com/lending")).toEqual(cedar);
  });

  it("leaves a password behind", () => {
    expect(JSON.stringify(readSharedAddress("postgres://ada:secret@db.example.com/lending"))).not.toContain(
      "secret",
    );
  });

  it.each(["/home/ada/Cedar.lendingos", "C:\\books\\Cedar.lendingos", "https://db/lending", ""])(
    "takes %j for no shared book",
    (address) => {
      expect(readSharedAddress(address)).toBeNull();
      expect(isSharedAddress(address)).toBe(false);
    },
  );
});

describe("shownAddress", () => {
  it.each([
    ["postgres://ada@db.example.com:5432/lending?sslmode=verify-full", "ada@db.example.com/lending"],
    ["postgres://ada:secret@db.example.com/lending", "ada@db.example.com/lending"],
    ["postgres://a%40b@db:6543/lending?sslmode=disable&book=cedar", "a@b@db:6543/lending (cedar)"],
    ["postgres://ada@[::1]:5432/lending", "ada@[::1]/lending"],
    ["postgres://ada@db/100%", "ada@db/100%"],
    ["/home/ada/Cedar.lendingos", "/home/ada/Cedar.lendingos"],
  ])("shows %s as %s", (address, shown) => {
    expect(shownAddress(address)).toBe(shown);
  });
});
