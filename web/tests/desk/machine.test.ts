import { beforeEach, describe, expect, test } from "vitest";

import { Machine } from "../../src/desk/machine";

const NAME = "endorinn:vakt:slik";

describe("a machine", () => {
  beforeEach(() => {
    localStorage.clear();
  });

  test("remembers under which name an employee was shown, and shows it to nobody else", () => {
    new Machine().show(1, "Kari");
    const again = new Machine();
    expect([again.shownOf(1), again.shownOf(2)]).toEqual(["Kari", ""]);
    again.show(2, "Ola");
    expect([new Machine().shownOf(1), new Machine().shownOf(2)]).toEqual(["", "Ola"]);
  });

  test("forgets the name when it is told to, and keeps how it is liked", () => {
    const machine = new Machine();
    machine.show(1, "Kari");
    machine.like({ language: "nn", sound: false });
    machine.forgetName();
    expect(localStorage.getItem(NAME)).not.toContain("Kari");
    expect(new Machine().liked).toEqual({ language: "nn", sound: false, notify: false });
  });

  test.each(['{"shown":"Kari","language":"nn"}', '{"shown":null,"language":"nn"}'])(
    "takes a name that nobody is said to have (%s) for nobody's",
    (kept) => {
      localStorage.setItem(NAME, kept);
      const machine = new Machine();
      expect([machine.shownOf(1), machine.liked.language]).toEqual(["", "nn"]);
    },
  );

  test.each(["{halv", "null"])("begins anew with what cannot be read (%s)", (kept) => {
    localStorage.setItem(NAME, kept);
    expect(new Machine().liked).toEqual({ language: "nb", sound: true, notify: false });
  });
});
