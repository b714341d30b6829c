import { describe, expect, test } from "vitest";

import { Form } from "../../src/handover/form";
import { emailOf, phoneOf } from "../../src/handover/reaching";
import type { Draft } from "../../src/handover/shapes";

const DRAFT: Draft = {
  role: "forelder",
  age: 9,
  needs: [{ id: "angst", name: "Uro" }],
  services: [{ id: "oppdal/ppt", name: "PPT" }],
  words: "Gutten vår vil ikke på skolen.",
};

function proposed(): Form {
  const form = new Form();
  form.propose(DRAFT);
  return form;
}

describe("what goes along", () => {
  test("is what the page proposes, without the person's own words", () => {
    expect(proposed().summary("oppdal")).toEqual({
      role: "forelder",
      age: 9,
      kommune: "oppdal",
      needs: ["angst"],
      services: ["oppdal/ppt"],
      words: null,
    });
  });

  test("follows the talk until it is edited", () => {
    const form = proposed();
    form.propose({ ...DRAFT, age: 10 });
    expect(form.age).toBe("10");
    form.edit((one) => {
      one.without("needs", "angst");
    });
    form.propose({ ...DRAFT, age: 11 });
    expect([form.age, form.needs]).toEqual(["10", []]);
  });

  test("has the words that were written where they are ticked, and their own below", () => {
    const form = proposed();
    form.takesWritten = true;
    form.own = " Helst i dag. ";
    expect(form.summary("oppdal").words).toBe("Gutten vår vil ikke på skolen.\n\nHelst i dag.");
  });

  test("may be nothing at all", () => {
    const nothing = { role: null, age: null, kommune: "oppdal", needs: [], services: [], words: null };
    expect(new Form().summary("oppdal")).toEqual(nothing);
    expect(new Form().faults(false)).toEqual([]);
  });

  test("takes a need once", () => {
    const form = proposed();
    form.add({ id: "angst", name: "Uro" });
    form.add({ id: "sovn", name: "Søvn" });
    expect(form.summary("oppdal").needs).toEqual(["angst", "sovn"]);
  });

  test("tells every fault at once", () => {
    const form = proposed();
    form.age = "27";
    form.own = "a".repeat(2_001);
    form.when = "b".repeat(201);
    expect(form.faults(true)).toEqual(["reach", "when", "age", "words"]);
    expect(form.faults(false)).toEqual(["age", "words"]);
  });

  test.each(["", "0", "25", " 9 "])("takes %o as an age", (age) => {
    const form = new Form();
    form.age = age;
    expect(form.faults(false)).toEqual([]);
  });

  test.each(["26", "-1", "9,5", "ni", "9 år"])("does not take %o as an age", (age) => {
    const form = new Form();
    form.age = age;
    expect(form.faults(false)).toEqual(["age"]);
  });
});

describe("a contact", () => {
  test.each([
    ["444 44 447", "44444447"],
    ["+47 44 44 44 47", "+4744444447"],
    ["0046 70 000 00 00", "+46700000000"],
    ["(22) 44-44-47", "22444447"],
    ["22 44 44 47", "22444447"],
  ])("is a number as people write it: %s", (written, number) => {
    expect(phoneOf(written)).toBe(number);
  });

  test.each(["", "113", "4444444", "444444444", "+47 444", "ring meg", "00000000"])("is no number: %o", (written) => {
    expect(phoneOf(written)).toBeNull();
  });

  test.each([
    [" navn@eksempel.no ", "navn@eksempel.no"],
    ["mailto:navn@eksempel.no", "navn@eksempel.no"],
    ["navn@eksempel", null],
    ["navn eksempel.no", null],
    ["en@eksempel.no, to@eksempel.no", null],
    ["", null],
  ])("is an address, or none: %o", (written, address) => {
    expect(emailOf(written)).toBe(address);
  });

  test("is the one that was chosen", () => {
    const form = new Form();
    form.reach = "navn@eksempel.no";
    expect(form.contact).toBeNull();
    form.way = "email";
    expect(form.contact).toEqual({ email: "navn@eksempel.no" });
  });
});
